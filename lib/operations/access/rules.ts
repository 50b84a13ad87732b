import type { Transaction } from "@/db/client";
import { type AccessRuleView, findAccessRule, findRuleGrantees } from "@/db/reads/access-rules";
import { findRuleObject } from "@/db/reads/rule-objects";
import {
  deleteAccessRule as deleteRuleRow,
  insertAccessRules,
  updateAccessRule,
} from "@/db/writes/access-rules";
import type { AccessRuleChoice, AccessRuleEdit, NewAccessRule } from "@/lib/core/access/rules/forms";
import { rulePermissionNames, ruleTargetName, ruleTypeNames } from "@/lib/core/access/rules/rule-names";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn } from "../rights/revalidate-actor";

export type RuleManager = ActorWith<"access_rules.manage">;

const gone = refused("not_found", "This access rule no longer exists.");

export async function createAccessRule(
  actor: RuleManager,
  wanted: NewAccessRule,
): Promise<Outcome<{ ruleId: string }>> {
  const { workspaceId } = actor;
  return actingIn(actor, "access_rules.manage", async (tx, revalidated) => {
    const named = await findContent(tx, workspaceId, wanted);
    if (!named.ok) return named;
    const [ruleId, at] = [newId(), now()];
    await insertAccessRules(tx, workspaceId, [{ id: ruleId, ...wanted, createdAt: at, updatedAt: at }]);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "access_rule.created",
      targetId: ruleId,
      targetName: named.value.resource,
      after: named.value,
    });
    return done({ ruleId });
  });
}

export type RuleEditResult = { saved: true } | { saved: false; theirs: AccessRuleView };

/** If somebody else saved first, nothing is saved, and the answer contains the rule as it is now. */
export async function editAccessRule(
  actor: RuleManager,
  { ruleId, revision, ...wanted }: AccessRuleEdit,
): Promise<Outcome<RuleEditResult>> {
  const { workspaceId } = actor;
  return actingIn(actor, "access_rules.manage", async (tx, revalidated): Promise<Outcome<RuleEditResult>> => {
    const rule = await findAccessRule(workspaceId, ruleId, tx);
    if (!rule) return gone;
    if (isSame(rule, wanted)) return done({ saved: true });
    if (rule.revision !== revision) return done({ saved: false, theirs: rule });
    const named = await findContent(tx, workspaceId, wanted);
    if (!named.ok) return named;
    await updateAccessRule(tx, workspaceId, { id: ruleId, ...wanted, updatedAt: now() });
    await recordAudit(tx, subjectOf(revalidated), {
      event: "access_rule.edited",
      targetId: ruleId,
      targetName: named.value.resource,
      before: audited(rule),
      after: named.value,
    });
    return done({ saved: true });
  });
}

/** Its users and groups lose what it gave, unless another rule gives it too. */
export async function deleteAccessRule(
  actor: RuleManager,
  { ruleId, revision }: AccessRuleChoice,
): Promise<Outcome<{ resource: string }>> {
  const { workspaceId } = actor;
  return actingIn(
    actor,
    "access_rules.manage",
    async (tx, revalidated) => {
      const rule = await findAccessRule(workspaceId, ruleId, tx);
      if (!rule) return gone;
      if (rule.revision !== revision) {
        return refused("conflict", "Somebody changed this rule while you had it open. Look at it again.");
      }
      await deleteRuleRow(tx, workspaceId, ruleId);
      const before = audited(rule);
      await recordAudit(tx, subjectOf(revalidated), {
        event: "access_rule.deleted",
        targetId: ruleId,
        targetName: before.resource,
        before,
      });
      return done({ resource: before.resource });
    },
    { takesAway: true },
  );
}

type Audited = { type: string; resource: string; permission: string; users: string[]; groups: string[] };

/** What the rule says in names. Refused where something that it names is not in the workspace. */
async function findContent(
  tx: Transaction,
  workspaceId: WorkspaceId,
  wanted: NewAccessRule,
): Promise<Outcome<Audited>> {
  const { type, targetId, access } = wanted;
  const object = targetId === null ? null : await findRuleObject(workspaceId, type, targetId, tx);
  if (object === undefined) {
    const message = `This ${ruleTypeNames[type].one.toLowerCase()} no longer exists.`;
    return refused("not_found", message, { targetId: message });
  }
  const { users, groups } = await findRuleGrantees(workspaceId, wanted, tx);
  if (users.length < wanted.userIds.length || groups.length < wanted.groupIds.length) {
    const message = "A user or group you chose is no longer in the workspace.";
    return refused("not_found", message, { principals: message });
  }
  return done(audited({ type, access, object, users, groups }));
}

function audited({
  type,
  access,
  object,
  users,
  groups,
}: Pick<AccessRuleView, "type" | "access" | "object" | "users" | "groups">): Audited {
  return {
    type: ruleTypeNames[type].one,
    resource: ruleTargetName(type, object),
    permission: rulePermissionNames[access],
    users: users.map(({ name, email }) => email ?? name),
    groups: groups.map(({ name }) => name),
  };
}

function isSame(rule: AccessRuleView, wanted: NewAccessRule): boolean {
  const ids = (named: readonly { id: string }[]) =>
    named
      .map(({ id }) => id)
      .sort()
      .join();
  return (
    rule.type === wanted.type &&
    (rule.object?.id ?? null) === wanted.targetId &&
    rule.access === wanted.access &&
    ids(rule.users) === [...wanted.userIds].sort().join() &&
    ids(rule.groups) === [...wanted.groupIds].sort().join()
  );
}
