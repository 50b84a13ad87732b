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

const usage = `npm run keys -- list                   every secret key, and how much stands under each
npm run keys -- rotate                 make a new key, put everything under it, retire the others
npm run keys -- rotate --end-tokens    the same for a key that others have seen: sessions and API tokens end too`;

/** The operator's commands for the secret keys, beside a Steward that is running or without one. */
export async function run({ dir, args }: { dir: string; args: string[] }): Promise<void> {
  const [name, flag, ...more] = args;
  const isList = name === "list" && flag === undefined;
  const isRotate = name === "rotate" && (flag === undefined || flag === "--end-tokens") && more.length === 0;
  if (!isList && !isRotate) throw new StartupProblem(usage);
  await withDatabase(dir, (storage) => (isList ? list() : rotate(storage, flag === "--end-tokens")));
}

const rowNames: Record<keyof ListedKey["rows"], string> = {
  vaultTexts: "vault texts",
  servedVaultTexts: "served vault texts",
  mails: "mails",
  secondFactors: "second factors",
  logs: "ends of audit logs",
  entries: "audit entries",
};

const states: Record<ListedKey["state"], string> = {
  newest: "newest",
  older: "older",
  retired: "retired: checks what it signed",
  missing: "not configured",
};

async function list(): Promise<void> {
  for (const { id, state, createdAt, rows } of await listSecretKeys()) {
    const uses = Object.entries(rows).flatMap(([name, count]) =>
      count > 0 ? `${count} ${rowNames[name as keyof ListedKey["rows"]]}` : [],
    );
    const made = createdAt ? `made ${createdAt.toISOString()}` : "made before rotations were recorded";
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
      `The keys stand in STEWARD_SECRET_KEYS, which this command can’t change. Put this entry in front of the others there, with a comma behind it, restart every Steward process, and run this command again:\n${rotation.entry}`,
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
      return `Made the key ${step.keyId}. Running servers use it from now on.`;
    case "resumed":
      return `Moving what is left under ${step.older.join(", ")} to the key ${step.keyId}.`;
    case "resealed":
      return `${rowNames[step.what]}: ${step.rows}`;
    case "resigned":
      return `${rowNames.logs}: ${step.logs}`;
    case "waiting":
      return `Waiting ${step.seconds} s for requests that began before. If you stop here, run this command again later.`;
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
    print(`Everything stands under the key ${rotation.keyId}. Retired: ${rotation.retired.join(", ")}.`);
  } else if (rotation.state === "still_used") {
    print(`Kept ${rotation.older.join(", ")}, since something stands under it.`);
    process.exitCode = 1;
  } else {
    print(
      `Nothing is encrypted under ${rotation.older.join(", ")} any more. Set STEWARD_SECRET_KEYS to the newest key and what checks older signatures, which is all of this:\n${rotation.entries}`,
    );
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
