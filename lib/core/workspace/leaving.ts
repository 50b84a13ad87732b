import type { Role } from "./role";

/** Why somebody can't leave a workspace; nothing when they can. The owner always administers it, so nobody else is the last. */
export function whyNotLeave(role: Role, isOwnPersonal: boolean): string | undefined {
  if (isOwnPersonal)
    return "This is your personal workspace. It is yours for as long as you have an account.";
  if (role === "owner") return "You own this workspace. Hand it to another admin first, then leave.";
  return undefined;
}
