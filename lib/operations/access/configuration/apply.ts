import type { Transaction } from "@/db/client";
import type { ConfigurationPlan } from "@/lib/core/access/configuration/plan";
import { isEmptyPlan } from "@/lib/core/access/configuration/plan";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { now } from "@/lib/server/clock";
import { recordAudit } from "../../audit/audit";
import { removeGroups, writeGroups } from "./apply-groups";
import { writeGuards, writeRules } from "./apply-rules";
import { writeVaults } from "./apply-vaults";
import { type ConfigurationAuthor, changingConfiguration } from "./author";
import {
  compare,
  describePlan,
  fingerprintOf,
  type MadePlan,
  makePlan,
  type PlannedConfiguration,
  placed,
} from "./plan";

export type AppliedConfiguration =
  | { kind: "applied"; changes: number }
  /** The workspace is no longer what the plan was made for. This is the plan for what it is now. */
  | { kind: "stale"; planned: PlannedConfiguration }
  | Extract<PlannedConfiguration, { kind: "problems" }>;

/**
 * Makes the workspace equal to the file, all of it or nothing. `fingerprint` is that of the plan that was looked at:
 * where the workspace has changed since, nothing is done.
 */
export async function applyFile(
  author: ConfigurationAuthor,
  { text, fingerprint }: { text: string; fingerprint: string },
): Promise<Outcome<AppliedConfiguration>> {
  const { workspaceId } = author;
  const outcome = await makePlan(workspaceId, text);
  if (!outcome.ok) return outcome;
  const made = outcome.value;
  if ("problems" in made) return done({ kind: "problems", problems: placed(text, made.problems) });
  const stale = async (): Promise<Outcome<AppliedConfiguration>> => {
    const again = await makePlan(workspaceId, text);
    if (!again.ok) return again;
    if ("problems" in again.value)
      return done({ kind: "problems", problems: placed(text, again.value.problems) });
    const planned = await describePlan(workspaceId, again.value);
    return planned.ok ? done({ kind: "stale", planned: planned.value }) : planned;
  };
  if (fingerprintOf(made) !== fingerprint) return stale();
  const applied = await writePlan(author, made, fingerprint);
  if (!applied.ok) return applied;
  return applied.value === "stale" ? stale() : done({ kind: "applied", changes: countChanges(made.plan) });
}

function writePlan(
  author: ConfigurationAuthor,
  { document, texts }: MadePlan,
  fingerprint: string,
): Promise<Outcome<"applied" | "stale">> {
  const { workspaceId } = author;
  return changingConfiguration(author, async (tx, changer) => {
    const current = await compare(workspaceId, document, tx);
    if (!current) return refused("not_found", "This workspace no longer exists.");
    if ("problems" in current || fingerprintOf(current) !== fingerprint) return done("stale");
    const { facts, plan } = current;
    if (isEmptyPlan(plan)) return done("applied");
    const change = { tx, workspaceId, changer, facts, at: now() };
    const groupIds = await writeGroups(change, plan);
    await writeRules(change, plan, groupIds);
    await writeGuards(change, plan, groupIds);
    await writeVaults(change, plan, groupIds, texts);
    // Last: a rule that names another group by now must not go with this one.
    await removeGroups(change, plan);
    await recordApplication(tx, changer.subject, plan, fingerprint);
    return done("applied");
  });
}

function recordApplication(
  tx: Transaction,
  subject: Parameters<typeof recordAudit>[1],
  { groups, rules, guards, vaults }: ConfigurationPlan,
  fingerprint: string,
): Promise<void> {
  const counts = ({
    added,
    changed = [],
    removed,
  }: {
    added: unknown[];
    changed?: unknown[];
    removed: unknown[];
  }) => ({
    ...{ added: added.length, changed: changed.length, removed: removed.length },
  });
  return recordAudit(tx, subject, {
    event: "access_configuration.applied",
    after: {
      fingerprint,
      ...{ groups: counts(groups), access_rules: counts(rules), guards: counts(guards) },
      administrator_vaults: { ...counts(vaults), reordered: vaults.order !== null },
    },
  });
}

function countChanges({ groups, rules, guards, vaults }: ConfigurationPlan): number {
  const lists = [groups, rules, vaults].flatMap(({ added, changed, removed }) => [
    added.length,
    changed.length,
    removed.length,
  ]);
  const others = guards.added.length + guards.removed.length + (vaults.order ? 1 : 0);
  return lists.reduce((sum, count) => sum + count, others);
}
