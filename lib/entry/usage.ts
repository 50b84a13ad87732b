import { byteText } from "@/lib/core/resources/number-text";
import { type Recount, recountWorkspaces } from "@/lib/operations/usage/recount";
import { settings } from "@/lib/server/env";
import { openFiles } from "./open-files";
import { withDatabase } from "./operator-command";
import { dataFolderOf } from "./prepare-storage";
import { StartupProblem } from "./startup-problem";

const usage = "npm run usage -- recount   count what every workspace stores again, and correct what differs";

/** The operator's command for what is counted, with or without a running server. */
export async function run({ dir, args }: { dir: string; args: string[] }): Promise<void> {
  if (args.length !== 1 || args[0] !== "recount") throw new StartupProblem(usage);
  await withDatabase(dir, async ({ embedded }) => {
    await openFiles(settings(), { dataFolder: dataFolderOf(dir), embedded, say: print });
    let differed = 0;
    let all = 0;
    for await (const counted of recountWorkspaces()) {
      all += 1;
      if (printRecount(counted)) differed += 1;
    }
    print(`${all === 1 ? "1 workspace" : `${all} workspaces`}, ${differed} corrected`);
  });
}

/** One line of tab-separated fields for each workspace, and one for each file without bytes. */
function printRecount({ workspaceId, name, users, before, after, corrected, missing }: Recount): boolean {
  const isCorrected = corrected.files + corrected.tasks > 0;
  const figures = [
    `${users} users`,
    `artifacts ${change(before.artifacts, after.artifacts)}`,
    `metrics ${change(before.metrics, after.metrics)}`,
    isCorrected ? `corrected ${corrected.files} files, ${corrected.tasks} tasks` : "nothing differed",
  ];
  print([workspaceId, name, ...figures].join("\t"));
  for (const path of missing) print([workspaceId, name, `missing file ${path}`].join("\t"));
  return isCorrected;
}

function change(before: number, after: number): string {
  return before === after ? byteText(after) : `${byteText(before)} → ${byteText(after)}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
