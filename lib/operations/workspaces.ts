import { inTransaction, type Transaction } from "@/db/client";
import { insertGroupMember, insertMembership } from "@/db/writes/memberships";
import { insertGroups, insertWorkspace, updateWorkspaceName } from "@/db/writes/workspaces";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { builtInGroups } from "@/lib/core/workspace/built-in-groups";
import type { WorkspaceRename } from "@/lib/core/workspace/inputs";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "./audit";

/** Makes a workspace with its built-in groups and its owner in Admins. The audit entry is the caller's. */
export async function insertOwnedWorkspace(
  tx: Transaction,
  facts: { name: string; ownerUserId: UserId; isPersonal: boolean },
): Promise<WorkspaceId> {
  const createdAt = now();
  const workspaceId = newId<WorkspaceId>();
  await insertWorkspace(tx, { id: workspaceId, createdAt, ...facts });
  await insertMembership(tx, workspaceId, facts.ownerUserId, createdAt);
  const groups = builtInGroups.map((group) => ({ ...group, workspaceId, id: newId(), createdAt }));
  await insertGroups(tx, groups);
  const admins = groups.find((group) => group.builtIn === "admins");
  if (admins) await insertGroupMember(tx, workspaceId, admins.id, facts.ownerUserId, createdAt);
  return workspaceId;
}

export async function renameWorkspace(
  actor: ActorWith<"workspace.rename">,
  change: WorkspaceRename,
): Promise<Outcome<{ name: string }>> {
  if (change.name === actor.workspaceName) return done({ name: change.name });
  await inTransaction(async (tx) => {
    await updateWorkspaceName(tx, actor.workspaceId, change.name);
    await recordAudit(tx, subjectOf(actor), {
      event: "workspace.renamed",
      targetId: actor.workspaceId,
      targetName: change.name,
      before: { name: actor.workspaceName },
      after: { name: change.name },
    });
  });
  return done({ name: change.name });
}
