import type { UserId } from "@/lib/core/identifiers";
import type { NewAdminVault } from "@/lib/core/vault/admin-vault";
import type { BuiltInGroup } from "@/lib/core/workspace/group-words";
import { builtInGroup, makeGroup } from "./group";
import { actingAs } from "./session";
import { makeAdminVault } from "./vault";
import { makeTeamWithAdmin } from "./workspace";

/** A team with the actors that manage its groups and administrator vaults. */
export async function makeVaultTeam() {
  const team = await makeTeamWithAdmin();
  const { owner, admin, stranger, workspaceId, elsewhere } = team;
  const place = { account: owner, workspaceId };
  return {
    ...team,
    manager: actingAs("vaults.manage", owner, { workspaceId }),
    groupManager: actingAs("groups.manage", owner, { workspaceId }),
    otherAdmin: actingAs("vaults.manage", admin, { workspaceId, role: "admin" }),
    strangerManager: actingAs("vaults.manage", stranger, { workspaceId: elsewhere }),
    builtIn: (kind: BuiltInGroup) => builtInGroup(workspaceId, kind),
    makeGroup: (name: string, userIds: UserId[] = []) =>
      makeGroup(
        place,
        name,
        userIds.map((id) => ({ id })),
      ),
    makeVault: (wanted: Partial<NewAdminVault> = {}) => makeAdminVault(place, wanted),
  };
}
