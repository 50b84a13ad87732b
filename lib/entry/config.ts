import { readFileSync } from "node:fs";
import { text as textOf } from "node:stream/consumers";
import { type PlacedProblem, sectionNames } from "@/lib/core/access/configuration/document";
import type { PlanLine } from "@/lib/core/access/configuration/plan-lines";
import { effectText } from "@/lib/core/access/previews/effects";
import { type WorkspaceId, workspaceIdentifier } from "@/lib/core/identifiers";
import type { Outcome } from "@/lib/core/outcome";
import { applyFile } from "@/lib/operations/access/configuration/apply";
import { exportConfiguration } from "@/lib/operations/access/configuration/export";
import { type PlannedConfiguration, planFile } from "@/lib/operations/access/configuration/plan";
import { previewFile } from "@/lib/operations/access/previews";
import { withDatabase } from "./operator-command";
import { StartupProblem } from "./startup-problem";

const usage = `npm run config -- export WORKSPACE-ID [--without-vault-texts]    print the access configuration as YAML
npm run config -- plan WORKSPACE-ID FILE                          show what the file would change
npm run config -- apply WORKSPACE-ID FILE [--plan FINGERPRINT] [--break-guards]
                                                                  make the workspace equal to the file
FILE can be - for standard input. Exit codes: 0 no changes, or applied; 2 the plan has changes; 1 an error.`;

const codeOfChanges = 2;

/** The operator's commands for the access configuration of a workspace, with or without a running server. */
export async function run({ dir, args }: { dir: string; args: string[] }): Promise<void> {
  const command = chosenCommand(args);
  await withDatabase(dir, command);
}

function chosenCommand(args: readonly string[]): () => Promise<void> {
  const [name, id, ...rest] = args;
  const workspace = workspaceIdentifier.safeParse(id);
  if (id !== undefined && !workspace.success) throw new StartupProblem(`${id} is not the ID of a workspace.`);
  if (!workspace.success) throw new StartupProblem(usage);
  const workspaceId = workspace.data;
  if (name === "export" && rest.every((flag) => flag === "--without-vault-texts")) {
    return () => download(workspaceId, rest.length === 0);
  }
  const [file, ...flags] = rest;
  if (name === "plan" && file && flags.length === 0) return () => plan(workspaceId, file);
  if (name === "apply" && file) {
    const { fingerprint, breaksGuards } = readFlags(flags);
    return () => apply(workspaceId, file, fingerprint, breaksGuards);
  }
  throw new StartupProblem(usage);
}

function readFlags(flags: readonly string[]): { fingerprint: string | undefined; breaksGuards: boolean } {
  const left = [...flags];
  const take = (flag: string, count: number) => {
    const at = left.indexOf(flag);
    return at < 0 ? [] : left.splice(at, count);
  };
  const breaksGuards = take("--break-guards", 1).length > 0;
  const [named, fingerprint] = take("--plan", 2);
  if (left.length > 0 || (named && !fingerprint)) throw new StartupProblem(usage);
  return { fingerprint, breaksGuards };
}

async function download(workspaceId: WorkspaceId, vaultTexts: boolean): Promise<void> {
  const { text } = resultOf(await exportConfiguration({ operator: true, workspaceId }, { vaultTexts }));
  await write(text);
}

async function plan(workspaceId: WorkspaceId, file: string): Promise<void> {
  const text = await readText(file);
  const { fingerprint, lines, guards } = planOf(file, resultOf(await planFile({ workspaceId }, { text })));
  await print(lines, fingerprint);
  if (lines.length === 0) return;
  const { effects, page } = resultOf(await previewFile(workspaceId, text, 1));
  await write(
    effects.length === 0
      ? "Nobody gains or loses access.\n"
      : `${effects.map((effect) => `${effectText(effect)}\n`).join("")}`,
  );
  const more = page.total - page.rows.length;
  for (const { name, email, gains, loses } of page.rows) {
    const changes = [...gains.map((each) => `gains ${each}`), ...loses.map((each) => `loses ${each}`)];
    await write(`  ${email ?? name}: ${changes.join("; ")}\n`);
  }
  if (more > 0) await write(`  and ${more.toLocaleString("en")} more\n`);
  for (const guard of guards) await write(`Breaks the guard “${guard.name}” (${guard.text}).\n`);
  process.exitCode = codeOfChanges;
}

async function apply(
  workspaceId: WorkspaceId,
  file: string,
  wanted: string | undefined,
  breaksGuards: boolean,
): Promise<void> {
  const text = await readText(file);
  const base = { operator: true, workspaceId } as const;
  const operator = breaksGuards ? ({ ...base, savesAnyway: true } as const) : base;
  const fingerprint = wanted ?? planOf(file, resultOf(await planFile(operator, { text }))).fingerprint;
  const applied = resultOf(await applyFile(operator, { text, fingerprint }));
  if (applied.kind === "problems") throw new StartupProblem(problemsText(file, applied.problems));
  if (applied.kind === "applied") {
    return write(
      applied.changes === 0
        ? "No changes.\n"
        : `Applied ${applied.changes.toLocaleString("en")} ${applied.changes === 1 ? "change" : "changes"}.\n`,
    );
  }
  const current = planOf(file, applied.planned);
  await print(current.lines, current.fingerprint);
  throw new StartupProblem(
    "The workspace or the file has changed since this plan, so nothing was applied. Above is the new plan.",
  );
}

function planOf(
  file: string,
  planned: PlannedConfiguration,
): Extract<PlannedConfiguration, { kind: "plan" }> {
  if (planned.kind === "problems") throw new StartupProblem(problemsText(file, planned.problems));
  return planned;
}

function problemsText(file: string, problems: readonly PlacedProblem[]): string {
  return problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join("\n");
}

const marks = { added: "+", changed: "~", removed: "-" };

async function print(lines: readonly PlanLine[], fingerprint: string): Promise<void> {
  if (lines.length === 0) return write("No changes.\n");
  let section = "";
  for (const line of lines) {
    if (line.section !== section) await write(`${sectionNames[line.section]}\n`);
    section = line.section;
    await write(`  ${[`${marks[line.kind]} ${line.title}`, ...line.details].join("\n      ")}\n`);
  }
  await write(`Plan ${fingerprint}\n`);
}

/** Waits while what reads the output is slower. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once("drain", resolve));
}

async function readText(file: string): Promise<string> {
  if (file === "-") return textOf(process.stdin);
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new StartupProblem(`The file ${file} can’t be read.`);
  }
}

function resultOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new StartupProblem(outcome.refusal.message);
  return outcome.value;
}
