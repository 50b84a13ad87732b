import { type SQL, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";

/** What reports debug samples and plots: tasks and models have tables of their own for them. */
export type Reporter = { kind: "task" | "model"; workspaceId: WorkspaceId; id: string };

export type Reported = "samples" | "plots";

export const tableOf = (kind: Reporter["kind"], what: Reported) => sql.identifier(`${kind}_${what}`);
export const reporterColumn = (kind: Reporter["kind"]) => sql.identifier(`${kind}_id`);

/** `from …` with the conditions that leave what one task or model reported. */
export function reportedBy({ kind, workspaceId, id }: Reporter, what: Reported): SQL {
  return sql`from ${tableOf(kind, what)} where workspace_id = ${workspaceId} and ${reporterColumn(kind)} = ${id}`;
}
