import { db } from "@/db/client";
import { type GuardView, listGuards as readGuards, readWorldAround } from "@/db/reads/access-guards";
import { findRuleGrantees } from "@/db/reads/access-rules";
import { findRuleObject } from "@/db/reads/rule-objects";
import { deleteGuard as deleteGuardRow, insertGuard } from "@/db/writes/access-guards";
import { load } from "@/lib/core/access/engine";
import { type GuardChoice, mostGuards, type NewGuard } from "@/lib/core/access/guards/forms";
import { type Guard, guardText, isKept } from "@/lib/core/access/guards/guard";
import { ruleTypeNames } from "@/lib/core/access/rules/rule-names";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn } from "../rights/revalidate-actor";
import type { RuleManager } from "./rules";

export type { GuardView };

export function listGuards({ workspaceId }: RuleManager): Promise<GuardView[]> {
  return readGuards(workspaceId, db());
}

/** Refused where it isn't so already: a guard keeps what there is. */
export function createGuard(actor: RuleManager, wanted: NewGuard): Promise<Outcome<{ guardId: string }>> {
  const { workspaceId } = actor;
  return actingIn(actor, "access_rules.manage", async (tx, revalidated) => {
    const { type, targetId, userId, groupId } = wanted;
    const object = await findRuleObject(workspaceId, type, targetId, tx);
    if (!object) {
      const message = `This ${ruleTypeNames[type].one.toLowerCase()} no longer exists.`;
      return refused("not_found", message, { targetId: message });
    }
    const ids = { userIds: userId ? [userId] : [], groupIds: groupId ? [groupId] : [] };
    const { users, groups } = await findRuleGrantees(workspaceId, ids, tx);
    const [named] = [...users, ...groups];
    const [group] = groups;
    if (!named) {
      const message = "The user or group you chose is no longer in the workspace.";
      return refused("not_found", message, { principal: message });
    }
    if ((await readGuards(workspaceId, tx)).length >= mostGuards) {
      return refused("limited", `A workspace can have at most ${mostGuards} guards. Delete one first.`);
    }
    const principal: Guard["principal"] = group
      ? { kind: "group", id: group.builtIn ?? group.id }
      : { kind: "user", id: userId ?? "" };
    const { allows, access } = wanted;
    const engine = load(await readWorldAround(workspaceId, [targetId], tx));
    if (!isKept({ principal, allows, access, targetId }, engine)) {
      return refused("conflict", "This isn’t so at present. Change the access rules or groups first.");
    }
    const [guardId, createdAt] = [newId(), now()];
    await insertGuard(tx, workspaceId, { id: guardId, ...wanted, createdAt });
    const statement = guardText({ ...wanted, object, principalName: named.name });
    await recordAudit(tx, subjectOf(revalidated), {
      event: "access_guard.created",
      targetId: guardId,
      targetName: wanted.name,
      after: { statement },
    });
    return done({ guardId });
  });
}

export function deleteGuard(
  actor: RuleManager,
  { guardId }: GuardChoice,
): Promise<Outcome<{ name: string }>> {
  const { workspaceId } = actor;
  return actingIn(
    actor,
    "access_rules.manage",
    async (tx, revalidated) => {
      const guard = (await readGuards(workspaceId, tx)).find(({ id }) => id === guardId);
      if (!guard) return refused("not_found", "This guard no longer exists.");
      await deleteGuardRow(tx, workspaceId, guardId);
      await recordAudit(tx, subjectOf(revalidated), {
        event: "access_guard.deleted",
        targetId: guardId,
        targetName: guard.name,
        before: { statement: guard.text },
      });
      return done({ name: guard.name });
    },
    { takesAway: true },
  );
}
