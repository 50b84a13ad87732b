import { and, eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Reader } from "../client";
import { memberships } from "../schema/memberships";
import { projects } from "../schema/projects";
import { tasks } from "../schema/tasks";
import { isAmong } from "./resource-filters";

const named = {
  project: { table: projects, id: projects.id, workspaceId: projects.workspaceId, name: projects.name },
  task: { table: tasks, id: tasks.id, workspaceId: tasks.workspaceId, name: tasks.name },
  user: {
    table: memberships,
    id: memberships.userId,
    workspaceId: memberships.workspaceId,
    name: memberships.name,
  },
} as const;

export type Named = keyof typeof named;

/** By id; whoever asks has checked that they may know them. Of users, those who are still members. */
export async function findNames(
  workspaceId: WorkspaceId,
  kind: Named,
  ids: readonly string[],
  on: Reader,
): Promise<Map<string, string>> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return new Map();
  const { table, id, name, workspaceId: ofWorkspace } = named[kind];
  const rows = await on
    .select({ id, name })
    .from(table)
    .where(and(eq(ofWorkspace, workspaceId), isAmong(id, unique)));
  return new Map(rows.map((row) => [row.id, row.name]));
}
