import { findPreferences } from "@/db/reads/accounts";
import { upsertPreferences } from "@/db/writes/accounts";
import { mergePreferences, type Preferences, preferencesProblem } from "@/lib/core/account/preferences";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { recordOwnEvent } from "./account-events";
import { actingOnSelf } from "./hold-actor";

export function findOwnPreferences(
  actor: ActorWith<"preferences.read" | "preferences.edit">,
): Promise<Preferences> {
  return findPreferences(actor.userId);
}

/** Changes what is named and keeps the rest. */
export async function setOwnPreferences(
  actor: ActorWith<"preferences.edit">,
  changes: Preferences,
): Promise<Outcome<Preferences>> {
  return actingOnSelf(actor, "preferences.edit", async (tx, held) => {
    const merged = mergePreferences(await findPreferences(actor.userId, tx), changes);
    const problem = preferencesProblem(merged);
    if (problem) return refused("invalid", problem);
    await upsertPreferences(tx, actor.userId, merged, now());
    await recordOwnEvent(tx, held, {
      event: "account.preferences_changed",
      after: { changed: Object.keys(changes).slice(0, 50) },
    });
    return done(merged);
  });
}
