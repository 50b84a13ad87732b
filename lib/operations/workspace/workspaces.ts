import type { Transaction } from "@/db/client";
import { findWorkspaceName, findCredentialLimit as readCredentialLimit } from "@/db/reads/workspaces";
import { insertAccessRules } from "@/db/writes/access-rules";
import { insertGroups } from "@/db/writes/groups";
import { insertGroupMember, insertMembership } from "@/db/writes/memberships";
import { insertQueue } from "@/db/writes/queues";
import { insertWorkspace, updateCredentialLimit, updateWorkspaceName } from "@/db/writes/workspaces";
import { defaultRules } from "@/lib/core/access/default-rules";
import type { CredentialLimitChange } from "@/lib/core/credentials/inputs";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { builtInGroups } from "@/lib/core/workspace/built-in-groups";
import type { WorkspaceRename } from "@/lib/core/workspace/inputs";
import { sealHead } from "@/lib/server/audit-hash";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn } from "../rights/revalidate-actor";

/**
 * Makes a workspace with its built-in groups, its default access rules, the queue that agents serve by default, and its
 * owner in Admins. The audit entry is the caller's.
 */
export async function insertOwnedWorkspace(
  tx: Transaction,
  facts: { name: string; ownerUserId: UserId; isPersonal: boolean },
): Promise<WorkspaceId> {
  const createdAt = now();
  const workspaceId = newId<WorkspaceId>();
  const seal = sealHead(workspaceId, { number: 0, hash: "" });
  await insertWorkspace(tx, { id: workspaceId, createdAt, ...facts }, seal);
  await insertMembership(tx, workspaceId, facts.ownerUserId, createdAt);
  const groups = builtInGroups.map((group) => ({ ...group, id: newId(), createdAt }));
  await insertGroups(tx, workspaceId, groups);
  const admins = groups.find((group) => group.builtIn === "admins");
  if (admins) await insertGroupMember(tx, workspaceId, admins.id, facts.ownerUserId, createdAt);
  const everyone = groups.flatMap(({ id, builtIn }) => (builtIn === "users" ? [id] : []));
  const rules = defaultRules.map((rule) => ({ ...rule, id: newId(), createdAt, updatedAt: createdAt }));
  await insertAccessRules(
    tx,
    workspaceId,
    rules.map((rule) => ({ ...rule, userIds: [], groupIds: everyone })),
  );
  await insertQueue(tx, workspaceId, {
    ...{ id: newId(), name: "default", systemTags: ["default"], ownerUserId: facts.ownerUserId },
    ...{ createdAt, updatedAt: createdAt },
  });
  return workspaceId;
}

export async function renameWorkspace(
  actor: ActorWith<"workspace.rename">,
  { name }: WorkspaceRename,
): Promise<Outcome<{ name: string }>> {
  const { workspaceId } = actor;
  return actingIn(actor, "workspace.rename", async (tx, revalidated) => {
    const before = await findWorkspaceName(workspaceId, tx);
    if (before === name) return done({ name });
    await updateWorkspaceName(tx, workspaceId, name);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "workspace.renamed",
      targetId: workspaceId,
      targetName: name,
      before: { name: before },
      after: { name },
    });
    return done({ name });
  });
}

/** For credentials that are made from now on; those that are there keep their end. */
export async function limitCredentials(
  actor: ActorWith<"credentials.limit">,
  change: CredentialLimitChange,
): Promise<Outcome<{ days: number | null }>> {
  return actingIn(actor, "credentials.limit", async (tx, revalidated) => {
    if (!(await updateCredentialLimit(tx, actor.workspaceId, change.days, change.seen))) {
      const current = await readCredentialLimit(actor.workspaceId, tx);
      return refused(
        "conflict",
        `Somebody else changed the limit to ${limitInWords(current)}. Nothing was saved. Save again to replace it.`,
      );
    }
    if (change.days !== change.seen) {
      await recordAudit(tx, subjectOf(revalidated), {
        event: "workspace.credentials_limited",
        targetId: actor.workspaceId,
        targetName: actor.workspaceName,
        before: { days: change.seen },
        after: { days: change.days },
      });
    }
    return done({ days: change.days });
  });
}

function limitInWords(days: number | null): string {
  return days === null ? "any" : `${days} days`;
}
