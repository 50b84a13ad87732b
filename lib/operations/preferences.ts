import { inTransaction } from "@/db/client";
import { findPreferences } from "@/db/reads/accounts";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import { lockUser, upsertPreferences } from "@/db/writes/accounts";
import { mergePreferences, type Preferences, preferencesProblem } from "@/lib/core/account/preferences";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { recordAudit, subjectOf } from "./audit";

export function findOwnPreferences(
  actor: ActorWith<"preferences.read" | "preferences.edit">,
): Promise<Preferences> {
  return findPreferences(actor.userId);
}

/** Changes what is named and keeps the rest. A service account has no workspace of its own to log it in. */
export async function setOwnPreferences(
  actor: ActorWith<"preferences.edit">,
  changes: Preferences,
): Promise<Outcome<Preferences>> {
  return inTransaction(async (tx) => {
    await lockUser(tx, actor.userId);
    const merged = mergePreferences(await findPreferences(actor.userId, tx), changes);
    const problem = preferencesProblem(merged);
    if (problem) return refused("invalid", problem);
    await upsertPreferences(tx, actor.userId, merged, now());
    const personalId = await findPersonalWorkspaceId(actor.userId, tx);
    await recordAudit(tx, subjectOf(actor, personalId), {
      event: "account.preferences_changed",
      targetId: actor.userId,
      targetName: actor.name,
      after: { changed: Object.keys(changes).slice(0, 50) },
    });
    return done(merged);
  });
}
