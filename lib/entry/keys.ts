import {
  type ListedKey,
  listSecretKeys,
  type Rotation,
  type RotationStep,
  rotateSecretKeys,
} from "@/lib/operations/installation/secret-keys";
import { findSetUpToken } from "@/lib/operations/installation/set-up";
import { settings } from "@/lib/server/env";
import { withDatabase } from "./operator-command";
import type { Storage } from "./prepare-storage";
import { writeKeyFile } from "./secret-key-file";
import { StartupProblem } from "./startup-problem";

const usage = `npm run keys -- list                   list every secret key and how much data uses it
npm run keys -- rotate                 create a key, re-encrypt all data with it and retire the other keys
npm run keys -- rotate --end-tokens    the same after a key was exposed; also ends all sessions and API tokens`;

/** The operator's commands for the secret keys, with or without a running server. */
export async function run({ dir, args }: { dir: string; args: string[] }): Promise<void> {
  const [name, flag, ...more] = args;
  const isList = name === "list" && flag === undefined;
  const isRotate = name === "rotate" && (flag === undefined || flag === "--end-tokens") && more.length === 0;
  if (!isList && !isRotate) throw new StartupProblem(usage);
  await withDatabase(dir, (storage) => (isList ? list() : rotate(storage, flag === "--end-tokens")));
}

const rowNames: Record<keyof ListedKey["rows"], string> = {
  vaultTexts: "vault texts",
  servedVaultTexts: "canonical vault texts",
  mails: "mails",
  bucketSecrets: "secrets of Web App cloud access",
  cleanupSecrets: "secrets of storage cleanup credentials",
  secondFactors: "second factors",
  logs: "ends of audit logs",
  entries: "audit entries",
};

const states: Record<ListedKey["state"], string> = {
  newest: "newest",
  older: "older",
  retired: "retired, only verifies signatures",
  missing: "not configured",
};

async function list(): Promise<void> {
  for (const { id, state, createdAt, rows } of await listSecretKeys()) {
    const uses = Object.entries(rows).flatMap(([name, count]) =>
      count > 0 ? `${count} ${rowNames[name as keyof ListedKey["rows"]]}` : [],
    );
    const made = createdAt ? `created ${createdAt.toISOString()}` : "created before rotations were recorded";
    print([id, states[state], made, uses.join(", ") || "not in use"].join("\t"));
  }
}

async function rotate({ keyFile }: Storage, endTokens: boolean): Promise<void> {
  const outcome = await rotateSecretKeys({
    replaceKeys: keyFile && ((keys) => writeKeyFile(keyFile.path, keys, keyFile)),
    endTokens,
    tell: (step) => print(sentenceOf(step)),
  });
  if (!outcome.ok) throw new StartupProblem(outcome.refusal.message);
  const rotation = outcome.value;
  if (rotation.state === "key_wanted") {
    print(
      `The keys are set in STEWARD_SECRET_KEYS, which this command can’t change. Put this entry before the others, followed by a comma, restart all Steward processes, and run this command again:\n${rotation.entry}`,
    );
    return;
  }
  tellEnd(rotation);
  const setUpToken = await findSetUpToken();
  if (setUpToken) print(`The set-up link is now ${settings().publicUrl}/set-up?token=${setUpToken}`);
}

function sentenceOf(step: RotationStep): string {
  switch (step.step) {
    case "created":
      return `Created the key ${step.keyId}. Running servers now use it.`;
    case "resumed":
      return `Re-encrypting data of ${step.older.join(", ")} with the key ${step.keyId}.`;
    case "resealed":
      return `${rowNames[step.what]}: ${step.rows}`;
    case "resigned":
      return `${rowNames.logs}: ${step.logs}`;
    case "waiting":
      return `Waiting ${step.seconds} s for requests that started earlier. If you stop this command, run it again later.`;
  }
}

function tellEnd(rotation: Rotation): void {
  if (rotation.unreadable > 0) {
    print(
      `${rotation.unreadable} texts can’t be read: they were altered, or their key is missing. See npm run keys -- list.`,
    );
  }
  if (rotation.brokenLogs > 0) {
    print(`The ends of ${rotation.brokenLogs} audit logs were altered. See npm run audit -- verify.`);
  }
  if (rotation.state === "rotated") {
    print(`All data uses the key ${rotation.keyId}. Retired: ${rotation.retired.join(", ")}.`);
  } else if (rotation.state === "still_used") {
    print(`Kept ${rotation.older.join(", ")}, because some data still uses it.`);
    process.exitCode = 1;
  } else {
    print(
      `No data is encrypted with ${rotation.older.join(", ")}. Set STEWARD_SECRET_KEYS to this value, which contains the newest key and the parts that verify older signatures:\n${rotation.entries}`,
    );
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
