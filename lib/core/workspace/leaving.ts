import type { Role } from "./role";

/** Why somebody can't leave a workspace; nothing when they can. The owner always administers it, so nobody else is the last. */
export function whyNotLeave(role: Role, isOwnPersonal: boolean): string | undefined {
  if (isOwnPersonal) return "You can’t leave your personal workspace.";
  if (role === "owner")
    return "You own this workspace. Transfer ownership to another admin before you leave.";
  return undefined;
}
