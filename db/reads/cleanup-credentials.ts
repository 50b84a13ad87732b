import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { cleanupCredentials } from "../schema/cleanup-credentials";

export type StoredCleanupCredentials = typeof cleanupCredentials.$inferSelect;

/** Those of the workspace and then those of the member, by bucket. */
export function listCleanupCredentials(
  workspaceId: WorkspaceId,
  userId: UserId,
  on: Reader = db(),
): Promise<StoredCleanupCredentials[]> {
  const { userId: holder, bucket, service, host } = cleanupCredentials;
  return on
    .select()
    .from(cleanupCredentials)
    .where(and(eq(cleanupCredentials.workspaceId, workspaceId), or(eq(holder, userId), isNull(holder))))
    .orderBy(sql`${holder} is not null`, asc(bucket), asc(service), asc(host));
}
