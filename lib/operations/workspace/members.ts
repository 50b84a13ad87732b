import type { Transaction } from "@/db/client";
import { findBuiltInGroupId } from "@/db/reads/groups";
import {
  countMembers,
  listMembers,
  type MemberOption,
  type MemberRow,
  searchMembers,
} from "@/db/reads/members";
import { findMembership, findRoleFacts } from "@/db/reads/memberships";
import { deleteGroupMember, insertGroupMember } from "@/db/writes/memberships";
import { updateWorkspaceOwner } from "@/db/writes/workspaces";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, readPage } from "@/lib/core/page";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { MemberSearch } from "@/lib/core/workspace/group";
import { ownerStaysAdmin } from "@/lib/core/workspace/group-words";
import type { AdminSwitch, MemberChoice } from "@/lib/core/workspace/inputs";
import type { MemberQuery } from "@/lib/core/workspace/member-list";
import { isOwnPersonal } from "@/lib/core/workspace/personal";
import { now } from "@/lib/server/clock";
import { nameOfProvider } from "@/lib/server/identity-providers";
import { recordAudit, subjectOf } from "../audit/audit";
import { findLimits } from "../billing/limits";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";
import { endMembership } from "./memberships";

export type { MemberOption, MemberRow };

type Manager = ActorWith<"members.manage">;

const perPage = 50;

export type MemberCounts = { all: number; active: number; pending: number; seats: number | undefined };

export async function listMembersPage(
  actor: Manager,
  query: MemberQuery,
): Promise<{ page: Page<MemberRow>; counts: MemberCounts }> {
  const [{ counted, page }, limits] = await Promise.all([
    readPage(
      query.page,
      perPage,
      countMembers(actor.workspaceId, query),
      (bounds) => listMembers(actor.workspaceId, query, bounds),
      ({ found }) => found,
    ),
    findLimits(actor.workspaceId),
  ]);
  const { active, pending } = counted;
  const rows = page.rows.map((row) => ({
    ...row,
    lastSignInProvider: row.lastSignInProvider && nameOfProvider(row.lastSignInProvider),
  }));
  return {
    page: { ...page, rows },
    counts: { all: active + pending, active, pending, seats: limits.most.users },
  };
}

const mostSuggestions = 20;

/** For pickers: what fits best, of people and service accounts. */
export async function findMembers(
  actor: Manager,
  wanted: MemberSearch,
): Promise<Outcome<{ members: MemberOption[] }>> {
  return done({ members: await searchMembers(actor.workspaceId, wanted, mostSuggestions) });
}

const notHere = refused("not_found", "This person is no longer in the workspace.");
const ownerStays = refused(
  "conflict",
  "The owner can’t be removed. Transfer ownership of the workspace first.",
);
const ownerIsAdmin = refused("conflict", ownerStaysAdmin);
const notAdmin = refused("conflict", "Make this person an admin first.");

/** Out at the next request: access, API credentials, group entries and the vault here end; the account stays. */
export async function removeMember(actor: Manager, choice: MemberChoice): Promise<Outcome<{ name: string }>> {
  const member = await findMembership(actor.workspaceId, choice.userId);
  if (member?.kind !== "person") return notHere;
  if (member.ownerUserId === choice.userId) return ownerStays;
  if (choice.userId === actor.userId)
    return refused("conflict", "You can’t remove yourself. Leave the workspace instead.");
  return actingIn(
    actor,
    "members.manage",
    async (tx, revalidated) => {
      const standing = await findRoleFacts(actor.workspaceId, choice.userId, tx);
      if (!standing) return notHere;
      if (standing.isOwner) return ownerStays;
      const revokedCredentials = await endMembership(tx, actor.workspaceId, choice.userId);
      await recordAudit(tx, subjectOf(revalidated), {
        event: "member.removed",
        targetId: choice.userId,
        targetName: member.userEmail ?? member.userName,
        before: { name: member.userName, admin: member.inAdmins, revokedCredentials },
      });
      return done({ name: member.userName });
    },
    { takesAway: true },
  );
}

/** Puts somebody into Admins or takes them out. The owner is always in it. */
export async function setAdmin(actor: Manager, change: AdminSwitch): Promise<Outcome> {
  const member = await findMembership(actor.workspaceId, change.userId);
  if (member?.kind !== "person") return notHere;
  if (member.ownerUserId === change.userId) return ownerIsAdmin;
  if (member.inAdmins === change.admin) return done();
  const groupId = await findBuiltInGroupId(actor.workspaceId, "admins");
  if (!groupId) throw new Error("The workspace has no Admins group.");
  return actingIn(
    actor,
    "members.manage",
    async (tx, revalidated) => {
      const standing = await findRoleFacts(actor.workspaceId, change.userId, tx);
      if (!standing) return notHere;
      if (standing.isOwner) return ownerIsAdmin;
      // A double click is one change, and one entry in the audit.
      if (standing.inAdmins === change.admin) return done();
      if (change.admin) await insertGroupMember(tx, actor.workspaceId, groupId, change.userId, now());
      else await deleteGroupMember(tx, actor.workspaceId, groupId, change.userId);
      await recordAudit(tx, subjectOf(revalidated), {
        event: change.admin ? "member.made_admin" : "member.unmade_admin",
        targetId: change.userId,
        targetName: member.userEmail ?? member.userName,
      });
      return done();
    },
    { takesAway: !change.admin },
  );
}

/** To another admin. The one who gives it away stays an admin. */
export async function handOverOwnership(
  actor: ActorWith<"workspace.hand_over">,
  choice: MemberChoice,
): Promise<Outcome<{ name: string }>> {
  const heir = await findMembership(actor.workspaceId, choice.userId);
  if (heir?.kind !== "person") return notHere;
  if (isOwnPersonal(heir, actor.userId))
    return refused("conflict", "A personal workspace can’t be transferred.");
  if (!heir.inAdmins) return notAdmin;
  const handOver = async (tx: Transaction, revalidated: Revalidated): Promise<Outcome<{ name: string }>> => {
    const standing = await findRoleFacts(actor.workspaceId, choice.userId, tx);
    if (!standing) return notHere;
    if (!standing.inAdmins) return notAdmin;
    if (!(await updateWorkspaceOwner(tx, actor.workspaceId, actor.userId, choice.userId))) {
      return refused("conflict", "You no longer own this workspace.");
    }
    await recordAudit(tx, subjectOf(revalidated), {
      event: "workspace.handed_over",
      targetId: choice.userId,
      targetName: heir.userEmail ?? heir.userName,
      before: { ownerUserId: actor.userId },
      after: { ownerUserId: choice.userId },
    });
    return done({ name: heir.userName });
  };
  // The heir’s account is locked too: one that is being removed must not come to own a workspace.
  return actingIn(actor, "workspace.hand_over", handOver, { accounts: [choice.userId] });
}
