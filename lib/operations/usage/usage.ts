import {
  type CallsOfDay,
  listCallsOfDay,
  listDailyCalls,
  listProjectCallsOfDay,
  listUsageByMember,
  listUsageByProject,
  type MemberUsage,
  type ProjectUsage,
  type Stored,
} from "@/db/reads/usage";
import { type Page, readCountedPage } from "@/lib/core/page";
import { type CallChart, callChart } from "@/lib/core/usage/call-chart";
import { csvLine } from "@/lib/core/usage/csv";
import type { Month, UsageQuery } from "@/lib/core/usage/usage";
import { isProjectId, nameOfKey } from "@/lib/core/usage/usage-keys";
import type { ActorWith } from "@/lib/core/workspace/actor";

export type { CallsOfDay, MemberUsage, ProjectUsage, Stored };

type Viewer = ActorWith<"usage.view">;

const perPage = 50;
const toldApart = 3;

export async function chartCalls(
  { workspaceId }: Viewer,
  month: Month,
  { by }: UsageQuery,
): Promise<CallChart> {
  return callChart(await listDailyCalls(workspaceId, month, by, toldApart), month.days);
}

/** The members, or the projects, that use most, and what is stored in the whole workspace. */
export type UsageList = { stored: Stored } & (
  | { of: "member"; page: Page<MemberUsage> }
  | { of: "project"; page: Page<ProjectUsage> }
);

export async function listUsage(
  { workspaceId }: Viewer,
  month: Month,
  { of, sort, page: number }: UsageQuery,
): Promise<UsageList> {
  if (of === "project") {
    const { page, found } = await readCountedPage(number, perPage, (at) =>
      listUsageByProject(workspaceId, month, sort, at),
    );
    return { of, page, stored: found.stored };
  }
  const { page, found } = await readCountedPage(number, perPage, (at) =>
    listUsageByMember(workspaceId, month, sort, at),
  );
  return { of, page, stored: found.stored };
}

/** The calls of a month as CSV: a line for each day and API credentials. It is read day by day. */
export async function* callsAsCsv({ workspaceId }: Viewer, { days }: Month): AsyncGenerator<string> {
  yield csvLine(["day", "access key", "label", "user", "calls"]);
  for (const day of days) {
    const rows = await listCallsOfDay(workspaceId, day);
    const lines = rows.map(({ accessKey, label, user, calls }) =>
      csvLine([day, accessKey, label ?? "", user, calls]),
    );
    if (lines.length > 0) yield lines.join("");
  }
}

/** The same for each day and project; those that are about no project, or one that is gone, have no ID. */
export async function* projectCallsAsCsv({ workspaceId }: Viewer, { days }: Month): AsyncGenerator<string> {
  yield csvLine(["day", "project ID", "project", "calls"]);
  for (const day of days) {
    const rows = await listProjectCallsOfDay(workspaceId, day);
    const lines = rows.map(({ key, name, calls }) =>
      csvLine([day, isProjectId(key) ? key : "", nameOfKey(key, name), calls]),
    );
    if (lines.length > 0) yield lines.join("");
  }
}
