import type { MemberRow } from "@/lib/operations/workspace/members";

export function isAdmin({ groups }: Pick<MemberRow, "groups">): boolean {
  return groups.includes("Admins");
}
