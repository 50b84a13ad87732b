import { checkGuardsAtEnd } from "@/db/writes/access-changes";
import { deleteGuards, insertGuard } from "@/db/writes/access-guards";
import { deleteAccessRules, insertAccessRules, updateAccessRules } from "@/db/writes/access-rules";
import type { RuleContent } from "@/lib/core/access/configuration/facts";
import type { ConfigurationPlan } from "@/lib/core/access/configuration/plan";
import { PlanNames } from "@/lib/core/access/configuration/plan-names";
import { rulePermissionNames, ruleTypeNames } from "@/lib/core/access/rules/rule-names";
import { newId } from "@/lib/server/crypto";
import { type AuditFacts, recordAuditOfEach } from "../../audit/audit";
import { type ConfigurationChange, inPieces, type NewGroupIds } from "./change";

const idsAtOnce = 1_000;
/** What a rule names is a row each, and a statement has a limit of values. */
const mostGrantees = 5_000;
const mostRules = 400;

export async function writeRules(
  { tx, workspaceId, changer, facts, at }: ConfigurationChange,
  plan: ConfigurationPlan,
  groupIds: NewGroupIds,
): Promise<void> {
  const { added, changed, removed } = plan.rules;
  const names = new PlanNames(plan, facts);
  const stored = <Rule extends RuleContent>(rule: Rule): Rule => ({
    ...rule,
    groupIds: rule.groupIds.map((id) => groupIds.get(id) ?? id),
  });
  const entries: AuditFacts[] = [];
  const entry = (event: AuditFacts["event"], id: string, before?: RuleContent, after?: RuleContent) => {
    const shown = (rule: RuleContent) => audited(rule, names);
    const targetName = shown((after ?? before)!).resource;
    entries.push({
      ...{ event, targetId: id, targetName },
      ...(before ? { before: shown(before) } : {}),
      ...(after ? { after: shown(after) } : {}),
    });
  };
  for (const some of inPieces(removed, idsAtOnce)) {
    const ids = some.map(({ id }) => id);
    await deleteAccessRules(tx, workspaceId, ids);
  }
  for (const rule of removed) entry("access_rule.deleted", rule.id, rule);
  const edits = changed.map(({ before, after }) => ({ ...stored(after), id: before.id }));
  for (const some of bySize(edits)) await updateAccessRules(tx, workspaceId, some, at);
  for (const { before, after } of changed) entry("access_rule.edited", before.id, before, after);
  const created = added.map((rule) => ({ ...stored(rule), id: newId(), createdAt: at, updatedAt: at }));
  for (const some of bySize(created)) await insertAccessRules(tx, workspaceId, some);
  for (const [place, { id }] of created.entries()) entry("access_rule.created", id, undefined, added[place]);
  await recordAuditOfEach(tx, changer.subject, entries);
}

function* bySize<Rule extends RuleContent>(rules: readonly Rule[]): Generator<Rule[]> {
  let some: Rule[] = [];
  let grantees = 0;
  for (const rule of rules) {
    const own = rule.userIds.length + rule.groupIds.length;
    if (some.length === mostRules || (some.length > 0 && grantees + own > mostGrantees)) {
      yield some;
      [some, grantees] = [[], 0];
    }
    some.push(rule);
    grantees += own;
  }
  if (some.length > 0) yield some;
}

function audited({ type, targetId, access, userIds, groupIds }: RuleContent, names: PlanNames) {
  return {
    type: ruleTypeNames[type].one,
    resource: targetId === null ? `All ${ruleTypeNames[type].many}` : names.path(targetId),
    permission: rulePermissionNames[access],
    users: userIds.map((id) => names.member(id)),
    groups: groupIds.map((id) => names.group(id)),
  };
}

export async function writeGuards(
  { tx, workspaceId, changer, facts, at }: ConfigurationChange,
  plan: ConfigurationPlan,
  groupIds: NewGroupIds,
): Promise<void> {
  const { added, removed } = plan.guards;
  const names = new PlanNames(plan, facts);
  const ids = removed.map(({ id }) => id);
  for (const some of inPieces(ids, idsAtOnce)) await deleteGuards(tx, workspaceId, some);
  const entries = removed.map((guard): AuditFacts => {
    const before = { statement: names.guard(guard) };
    return { event: "access_guard.deleted", targetId: guard.id, targetName: guard.name, before };
  });
  for (const guard of added) {
    const id = newId();
    const groupId = guard.groupId && (groupIds.get(guard.groupId) ?? guard.groupId);
    await insertGuard(tx, workspaceId, { ...guard, id, groupId, createdAt: at });
    const after = { statement: names.guard(guard) };
    entries.push({ event: "access_guard.created", targetId: id, targetName: guard.name, after });
  }
  if (added.length > 0) checkGuardsAtEnd(workspaceId);
  await recordAuditOfEach(tx, changer.subject, entries);
}
