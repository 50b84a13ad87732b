import { describeBreak } from "@/lib/core/audit/chain";
import { type CheckedLog, checkAuditLogs } from "@/lib/operations/audit-check";
import { withDatabase } from "./operator-command";
import { StartupProblem } from "./startup-problem";

const usage = "npm run audit -- verify   check the audit log of every workspace";

/** The operator's check of the audit logs. Ends with code 1 where one is not as it was written. */
export async function run({ dir, args }: { dir: string; args: string[] }): Promise<void> {
  if (args.length !== 1 || args[0] !== "verify") throw new StartupProblem(usage);
  await withDatabase(dir, verify);
}

async function verify(): Promise<void> {
  let [logs, broken] = [0, 0];
  for await (const { workspaceId, name, ...checked } of checkAuditLogs()) {
    logs += 1;
    if (checked.broken) broken += 1;
    process.stdout.write(`${[workspaceId, name, answerOf(checked)].join("\t")}\n`);
  }
  const total = logs === 1 ? "1 log" : `${logs} logs`;
  process.stdout.write(broken === 0 ? `${total}, all whole\n` : `${total}, ${broken} broken\n`);
  if (broken > 0) process.exitCode = 1;
}

function answerOf({ entries, plainUntil, broken }: CheckedLog): string {
  if (broken) return `broken: ${describeBreak(broken)}`;
  const older = plainUntil > 0 ? `, the first ${plainUntil} from before entries were signed` : "";
  return `whole, ${entries === 1 ? "1 entry" : `${entries} entries`}${older}`;
}
