import { isDeepStrictEqual } from "node:util";
import { findPreferences, findTipsSeen } from "@/db/reads/accounts";
import { upsertPreferences, upsertTipsSeen } from "@/db/writes/accounts";
import {
  type InterfacePreferences,
  interfaceKey,
  interfacePreferencesProblem,
  withForced,
} from "@/lib/core/account/interface-preferences";
import {
  type Preferences,
  preferenceNameProblem,
  preferencesProblem,
  withPreferences,
} from "@/lib/core/account/preferences";
import { dueTip, proTips, withTipSeen } from "@/lib/core/account/pro-tips";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";
import { actingOnSelf } from "../rights/revalidate-actor";
import { recordOwnEvent } from "./events";

/** What the operator forces is in place of what was chosen. */
export async function findOwnPreferences(
  actor: ActorWith<"preferences.read" | "preferences.edit">,
): Promise<Preferences> {
  return withForced(await findPreferences(actor.userId), settings().preferences);
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
      const problem =
        preferencesProblem(preferences) ??
        interfacePreferencesProblem(preferences, Object.keys(changes), settings().preferences);
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

/** Those that change how Steward’s own pages behave; the others stay as they are. */
export async function setInterfacePreferences(
  actor: ActorWith<"preferences.edit">,
  changes: Partial<InterfacePreferences>,
): Promise<Outcome> {
  const named = Object.entries(changes).map(([name, value]) => [`${interfaceKey}.${name}`, value]);
  const outcome = await setOwnPreferences(actor, Object.fromEntries(named));
  return outcome.ok ? done() : outcome;
}

/** The form of all of them. Those that the operator forces are left as they are. */
export function saveAllInterfacePreferences(
  actor: ActorWith<"preferences.edit">,
  chosen: InterfacePreferences,
): Promise<Outcome> {
  const { forced } = settings().preferences;
  const own = Object.entries(chosen).filter(([name]) => !Object.hasOwn(forced, name));
  return setInterfacePreferences(actor, Object.fromEntries(own));
}

/** Of two tabs that show a tip, the first is counted. */
export async function recordTipSeen(
  actor: ActorWith<"preferences.edit">,
  { tip }: { tip: string },
): Promise<Outcome> {
  if (!proTips.some(({ id }) => id === tip)) return refused("not_found", "This tip was not found.");
  // Not audited: that a tip was shown changes nothing that anybody chose.
  return actingOnSelf(actor, "preferences.edit", async (tx) => {
    const before = await findTipsSeen(actor.userId, tx);
    if (dueTip({ ...before, signedInAt: now(), now: now() }))
      await upsertTipsSeen(tx, actor.userId, { seen: withTipSeen(before.seen, tip), shownAt: now() });
    return done();
  });
}
