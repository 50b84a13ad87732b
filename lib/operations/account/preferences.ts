import { isDeepStrictEqual } from "node:util";
import { findPreferences } from "@/db/reads/accounts";
import { upsertPreferences } from "@/db/writes/accounts";
import {
  type Preferences,
  preferenceNameProblem,
  preferencesProblem,
  withPreferences,
} from "@/lib/core/account/preferences";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { actingOnSelf } from "../rights/revalidate-actor";
import { recordOwnEvent } from "./events";

export function findOwnPreferences(
  actor: ActorWith<"preferences.read" | "preferences.edit">,
): Promise<Preferences> {
  return findPreferences(actor.userId);
}

export type PreferencesSet = { changed: boolean; preferences: Preferences };

/** What is `invalid` about a change lies in its names, its size or its characters; a `conflict` in what is set already. */
export async function setOwnPreferences(
  actor: ActorWith<"preferences.edit">,
  changes: Preferences,
): Promise<Outcome<PreferencesSet>> {
  const nameProblem = preferenceNameProblem(changes);
  if (nameProblem) return refused("invalid", nameProblem, { name: nameProblem });
  return actingOnSelf(
    actor,
    "preferences.edit",
    async (tx, revalidated): Promise<Outcome<PreferencesSet>> => {
      const before = await findPreferences(actor.userId, tx);
      const preferences = withPreferences(before, changes);
      if (!preferences)
        return refused("conflict", "A preference name refers to a key inside a value that is not an object.");
      const problem = preferencesProblem(preferences);
      if (problem) return refused("invalid", problem);
      if (isDeepStrictEqual(before, preferences)) return done({ changed: false, preferences });
      await upsertPreferences(tx, actor.userId, preferences, now());
      await recordOwnEvent(tx, revalidated, {
        event: "account.preferences_changed",
        after: { changed: Object.keys(changes).slice(0, 50) },
      });
      return done({ changed: true, preferences });
    },
  );
}
