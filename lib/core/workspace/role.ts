/** `impersonated` is a member for whom a service account runs a task: nobody’s powers go with it. */
export type UserKind = "person" | "service_account";
export type Role = "owner" | "admin" | "member" | "service_account" | "impersonated";

/** A service account keeps to its own role: being in Admins widens what it may do by access rules, not in Settings. */
export function roleOf(member: {
  userId: string;
  ownerUserId: string;
  kind: UserKind;
  inAdmins: boolean;
}): Role {
  if (member.kind === "service_account") return "service_account";
  if (member.ownerUserId === member.userId) return "owner";
  return member.inAdmins ? "admin" : "member";
}

export function isAdministrator(role: Role): boolean {
  return role === "owner" || role === "admin";
}
