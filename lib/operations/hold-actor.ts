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
 * Holds the account that acts, before anything is written that could let it in again. Nothing where the session or
 * the credentials that let it in have ended while the request was under way.
 */
export async function holdAccount(tx: Transaction, { userId, workspaceId, via }: Actor) {
  const held = await lockUser(tx, userId);
  const lives =
    via.by === "session"
      ? await findSessionStart(via.sessionId, tx)
      : await findCredential(workspaceId, via.accessKey, tx);
  return lives && held;
}

/** The same for what is left in a workspace and acts there later: holds the workspace too, and the membership counts. */
export async function holdActor(tx: Transaction, actor: Actor): Promise<boolean> {
  if (!(await holdAccount(tx, actor))) return false;
  await lockAuditHead(tx, actor.workspaceId);
  return (await findStanding(actor.workspaceId, actor.userId, tx)) !== undefined;
}
