import { and, eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db } from "../client";
import { groups } from "../schema/groups";

export type BuiltInGroup = NonNullable<(typeof groups.$inferSelect)["builtIn"]>;

export async function findBuiltInGroupId(
  workspaceId: WorkspaceId,
  builtIn: BuiltInGroup,
): Promise<string | undefined> {
  const [row] = await db()
    .select({ id: groups.id })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), eq(groups.builtIn, builtIn)));
  return row?.id;
}
