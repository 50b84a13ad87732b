import { inTransaction } from "../../db/client";
import { findBuiltInGroupId } from "../../db/reads/groups";
import { actingAs, join, joinAsAdmin, makePerson } from "../../db/testing/factories";
import type { UserId } from "../core/identifiers";
import type { NewAdminVault } from "../core/vault/admin-vault";
import type { BuiltInGroup } from "../core/workspace/group";
import { createAdminVault } from "../operations/vaults/admin-vaults";
import { createGroup } from "../operations/workspace/groups";
import { insertOwnedWorkspace } from "../operations/workspace/workspaces";

/** A workspace with all its built-in groups, an owner, an admin, a member, and somebody of another workspace. */
export async function makeVaultTeam() {
  const [owner, admin, member, stranger] = [
    await makePerson("Olga"),
    await makePerson("Ann"),
    await makePerson("Max"),
    await makePerson("Sam"),
  ];
  const workspaceId = await makeLab(owner);
  const elsewhere = await makeLab(stranger);
  await joinAsAdmin(workspaceId, admin);
  await join(workspaceId, member);
  const manager = actingAs("vaults.manage", owner, { workspaceId });
  const groupManager = actingAs("groups.manage", owner, { workspaceId });
  return {
    ...{ owner, admin, member, stranger, workspaceId, elsewhere, manager, groupManager },
    otherAdmin: actingAs("vaults.manage", admin, { workspaceId, role: "admin" }),
    strangerManager: actingAs("vaults.manage", stranger, { workspaceId: elsewhere }),
    builtIn: async (kind: BuiltInGroup) => (await findBuiltInGroupId(workspaceId, kind)) ?? "",
    makeGroup: async (name: string, userIds: UserId[] = []) => {
      const outcome = await createGroup(groupManager, { name, description: "", userIds });
      if (!outcome.ok) throw new Error(outcome.refusal.message);
      return outcome.value.groupId;
    },
    makeVault: async (wanted: Partial<NewAdminVault> = {}) => {
      const outcome = await createAdminVault(manager, { ...plainVault, ...wanted });
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
      return outcome.value.vaultId;
    },
  };
}

export const plainVault: NewAdminVault = {
  name: "Company defaults",
  type: "config",
  groupIds: [],
  format: "hocon",
  text: "a = 1",
  enabled: true,
};

function makeLab(owner: { id: UserId }) {
  return inTransaction((tx) =>
    insertOwnedWorkspace(tx, { name: "Lab", ownerUserId: owner.id, isPersonal: false }),
  );
}
