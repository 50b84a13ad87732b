import type { builtInGroups } from "./built-in-groups";

export type BuiltInGroup = (typeof builtInGroups)[number]["builtIn"];

/** Who belongs to these follows from the membership in the workspace. */
const filledByThemselves: readonly (BuiltInGroup | null)[] = ["users", "service_accounts"];

export function isFilledByItself(builtIn: BuiltInGroup | null): builtIn is "users" | "service_accounts" {
  return filledByThemselves.includes(builtIn);
}

/** Why nobody can be put into a group or taken out of it; nothing when they can. */
export function whyMembersStay(builtIn: BuiltInGroup | null): string | undefined {
  if (builtIn === "users") return "Everyone in the workspace is a member of Users.";
  if (builtIn === "service_accounts") return "This group contains every service account and nobody else.";
  return undefined;
}

export const ownerStaysAdmin = "The owner is always an admin.";

/** Why one member can't be taken out of a group that others can be taken out of. */
export function whyMemberStays(builtIn: BuiltInGroup | null, isOwner: boolean): string | undefined {
  return builtIn === "admins" && isOwner ? ownerStaysAdmin : undefined;
}

export function whyNotChanged(builtIn: BuiltInGroup | null): string | undefined {
  return builtIn ? "Built-in groups can’t be renamed or deleted." : undefined;
}

/** What goes with a group, one line each. */
export function lossesOfDeleting({ members, vaults }: { members: number; vaults: number }): string[] {
  return [
    members === 0
      ? "It has no members"
      : members === 1
        ? "Its member loses access that only this group grants"
        : `Its ${members.toLocaleString("en")} members lose access that only this group grants`,
    ...(vaults > 0 ? [lossOfVaults(vaults)] : []),
    "The members stay in the workspace",
  ];
}

function lossOfVaults(vaults: number): string {
  return vaults === 1
    ? "1 administrator vault is no longer given to its members; without another group it applies to nobody"
    : `${vaults.toLocaleString("en")} administrator vaults are no longer given to its members; those without another group apply to nobody`;
}

/** What one member loses with their place in a group. */
export function lossesOfTakingOut(builtIn: BuiltInGroup | null, isSelf: boolean): string[] {
  if (builtIn === "admins") {
    return [
      isSelf
        ? "You immediately lose admin access to this workspace; only another admin can restore it"
        : "They immediately lose admin access to this workspace",
    ];
  }
  return [
    isSelf ? "You lose access that only this group grants" : "They lose access that only this group grants",
  ];
}
