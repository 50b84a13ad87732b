import type { Role } from "./actor";

/** A service account keeps to its own role: being in Admins widens what it may do by access rules, not in Settings. */
export function roleOf(member: {
  userId: string;
  ownerUserId: string;
  kind: "person" | "service_account";
  inAdmins: boolean;
}): Role {
  if (member.kind === "service_account") return "service_account";
  if (member.ownerUserId === member.userId) return "owner";
  return member.inAdmins ? "admin" : "member";
}
