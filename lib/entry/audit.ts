import { describeBreak } from "@/lib/core/audit/chain";
import { auditEvents } from "@/lib/core/audit/events";
import { workspaceIdentifier } from "@/lib/core/identifiers";
import { type CheckedLog, checkAuditLogs } from "@/lib/operations/audit/audit-check";
import { checkInstallationLog, installationLog } from "@/lib/operations/audit/installation-log";
import { readInstallationLog, readWorkspaceLog } from "@/lib/operations/audit/read-log";
import { withDatabase } from "./operator-command";
import { StartupProblem } from "./startup-problem";

const usage = `npm run audit -- list                  show the log of the installation, oldest entry first
npm run audit -- list WORKSPACE-ID     show the log of a workspace
npm run audit -- verify                check the audit log of every workspace`;

/** The operator's view of a log, and check of every log. A check ends with code 1 where one is broken. */
export async function run({ dir, args }: { dir: string; args: string[] }): Promise<void> {
  const [name, id, ...more] = args;
  if (more.length > 0) throw new StartupProblem(usage);
  if (name === "list") await withDatabase(dir, () => list(id));
  else if (name === "verify" && id === undefined) await withDatabase(dir, verify);
  else throw new StartupProblem(usage);
}

/** One line of tab-separated fields for each entry. */
async function list(id: string | undefined): Promise<void> {
  for await (const { at, event, actorName, ip, targetId, targetName, before, after } of await logOf(id)) {
    const fields = [at.toISOString(), actorName, auditEvents[event], targetName, targetId];
    process.stdout.write(`${[...fields, JSON.stringify(before), ip, JSON.stringify(after)].join("\t")}\n`);
  }
}

async function logOf(id: string | undefined) {
  if (id === undefined) return readInstallationLog();
  const workspace = workspaceIdentifier.safeParse(id);
  const log = workspace.success ? await readWorkspaceLog(workspace.data) : undefined;
  if (!log)
    throw new StartupProblem(
      `There is no workspace with the ID ${id}. npm run audit -- verify lists the IDs.`,
    );
  return log;
}

async function verify(): Promise<void> {
  let [logs, broken] = [0, 0];
  const tell = (id: string, name: string, checked: CheckedLog) => {
    logs += 1;
    if (checked.broken) broken += 1;
    process.stdout.write(`${[id, name, answerOf(checked)].join("\t")}\n`);
  };
  tell(installationLog, "the installation", await checkInstallationLog());
  for await (const { workspaceId, name, ...checked } of checkAuditLogs()) tell(workspaceId, name, checked);
  const total = logs === 1 ? "1 log" : `${logs} logs`;
  process.stdout.write(broken === 0 ? `${total}, all intact\n` : `${total}, ${broken} broken\n`);
  if (broken > 0) process.exitCode = 1;
}

function answerOf({ entries, plainUntil, broken }: CheckedLog): string {
  if (broken) return `broken: ${describeBreak(broken)}`;
  const older = plainUntil > 0 ? `, the first ${plainUntil} not signed` : "";
  return `intact, ${entries === 1 ? "1 entry" : `${entries} entries`}${older}`;
}
