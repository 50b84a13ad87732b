import { findMembership } from "@/db/reads/memberships";
import type { NewCredentials } from "@/lib/core/credentials/inputs";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Outcome } from "@/lib/core/outcome";
import type { NewAdminVault } from "@/lib/core/vault/admin-vault";
import type { VaultEdit } from "@/lib/core/vault/inputs";
import { type ActorWith, grant } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import { roleOf } from "@/lib/core/workspace/role";
import type { NewServiceAccount } from "@/lib/core/workspace/service-account";

/** Inputs of operations. The sample data and the tests override the fields that matter to them. */
export const sampleCredentials: NewCredentials = { label: "Laptop", expires: "never", date: "" };
export const sampleServiceAccount: NewServiceAccount = {
  name: "Trainers",
  mayImpersonate: false,
  mayAskDecisions: false,
  admin: false,
  expires: "never",
  date: "",
};
export const sampleVaultEdit: VaultEdit = { format: "hocon", text: "a = 1", baseRevision: 0, turnOff: false };
export const sampleAdminVault: NewAdminVault = {
  name: "Company defaults",
  type: "config",
  groupIds: [],
  format: "hocon",
  text: "a = 1",
  enabled: true,
};

/** A signed-in member as an operation takes them. */
export async function memberWith<P extends Permission>(
  permission: P,
  workspaceId: WorkspaceId,
  { userId, sessionId }: { userId: UserId; sessionId: string },
): Promise<ActorWith<P>> {
  const membership = await findMembership(workspaceId, userId);
  const actor =
    membership &&
    grant(
      {
        userId,
        name: membership.userName,
        email: membership.userEmail,
        workspaceId,
        workspaceName: membership.workspaceName,
        role: roleOf(membership),
        via: { by: "session", sessionId },
        ip: null,
      },
      permission,
    );
  if (!actor) throw new Error(`This user has no ${permission} in this workspace.`);
  return actor;
}

/** The value of an outcome that is expected to succeed. */
export function resultOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.refusal.code}: ${outcome.refusal.message}`);
  return outcome.value;
}
