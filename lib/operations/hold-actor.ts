import type { Transaction } from "@/db/client";
import { findCredential } from "@/db/reads/credentials";
import { findStanding } from "@/db/reads/memberships";
import { findSessionStart } from "@/db/reads/sessions";
import { lockUser } from "@/db/writes/accounts";
import { lockAuditHead } from "@/db/writes/audit-events";
import { refused } from "@/lib/core/outcome";
import type { Actor } from "@/lib/core/workspace/actor";

export const endedMeanwhile = refused("signed_out", "Your access ended just now. Nothing was saved.");

/**
 * Holds the account that acts, and the workspace, before anything is written that could let it in again or act for it later. False
 * where what let it in (session, credentials, membership) has ended while the request was under way.
 */
export async function holdActor(tx: Transaction, actor: Actor): Promise<boolean> {
  await lockUser(tx, actor.userId);
  const { via, workspaceId } = actor;
  const lives =
    via.by === "session"
      ? await findSessionStart(via.sessionId, tx)
      : await findCredential(workspaceId, via.accessKey, tx);
  if (lives === undefined) return false;
  await lockAuditHead(tx, workspaceId);
  return (await findStanding(workspaceId, actor.userId, tx)) !== undefined;
}
