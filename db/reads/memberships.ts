import { and, asc, eq, ne, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { PendingQuery, Row } from "postgres";
import type { UsageWarning } from "@/lib/core/billing/limits";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { UserKind } from "@/lib/core/workspace/role";
import { db, pool, type Reader } from "../client";
import { groupMembers, groups } from "../schema/groups";
import { memberships } from "../schema/memberships";
import { workspaces } from "../schema/workspaces";
import { preparedQuery, statement, type Value } from "../statement";

export type MembershipView = {
  workspaceId: WorkspaceId;
  workspaceName: string;
  isPersonal: boolean;
  ownerUserId: UserId;
  userId: UserId;
  userName: string;
  userEmail: string | null;
  kind: UserKind;
  inAdmins: boolean;
};

/** What decides a member's role in one workspace; nothing when they are not in it. Asked at every page. */
export async function findMembership(
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<MembershipView | undefined> {
  const [row] = await oneMembership({ workspaceId, userId });
  return row && { ...row };
}

/** The same for several at once, in their order. Planned for any number of them. */
export async function listMembershipsOf(
  workspaceId: WorkspaceId,
  userIds: readonly UserId[],
): Promise<(MembershipView | undefined)[]> {
  const rows = await severalMemberships({ workspaceId, userIds: [...userIds] });
  const found: (MembershipView | undefined)[] = userIds.map(() => undefined);
  for (const { place, ...row } of rows) found[place - 1] = row;
  return found;
}

const oneMembership = statement<{ workspaceId: WorkspaceId; userId: UserId }, MembershipView>(
  ({ workspaceId, userId }) => membershipOf(workspaceId, userId),
);

const severalMemberships = statement<
  { workspaceId: WorkspaceId; userIds: UserId[] },
  MembershipView & { place: number }
>(
  ({ workspaceId, userIds }) => sql`
    select asked.place::int as place, found.*
    from unnest((select ${userIds}::text[])) with ordinality asked (user_id, place)
    cross join lateral (${membershipOf(workspaceId, sql`asked.user_id`)} limit 1) found`,
);

/** Of the user that `userId` says or names. */
export function membershipOf(workspaceId: Value, userId: Value | SQL): SQL {
  return sql`
    select m.workspace_id as "workspaceId", w.name as "workspaceName", w.is_personal as "isPersonal",
      w.owner_user_id as "ownerUserId", u.id as "userId", u.name as "userName", u.email as "userEmail", u.kind,
      exists (
        select 1 from group_members gm
        where gm.workspace_id = ${workspaceId} and gm.user_id = ${userId} and gm.group_id = (
          select g.id from groups g where g.workspace_id = ${workspaceId} and g.built_in = 'admins'
        )
      ) as "inAdmins"
    from memberships m
    join workspaces w on w.id = m.workspace_id
    join users u on u.id = m.user_id
    where m.workspace_id = ${workspaceId} and m.user_id = ${userId}`;
}

/** A user's membership of a workspace, as a transaction sees it. */
export type RoleFacts = {
  userId: UserId;
  ownerUserId: UserId;
  kind: UserKind;
  isOwner: boolean;
  inAdmins: boolean;
};

export async function findRoleFacts(
  workspaceId: WorkspaceId,
  userId: UserId,
  on: Reader,
): Promise<RoleFacts | undefined> {
  const admins = on
    .select({ one: sql`1` })
    .from(groupMembers)
    .innerJoin(groups, and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupMembers.groupId)))
    .where(
      and(
        eq(groupMembers.workspaceId, workspaceId),
        eq(groupMembers.userId, userId),
        eq(groups.builtIn, "admins"),
      ),
    );
  const [row] = await on
    .select({
      userId: memberships.userId,
      ownerUserId: workspaces.ownerUserId,
      kind: memberships.kind,
      inAdmins: sql<boolean>`exists (${admins})`,
    })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId)));
  return row && { ...row, isOwner: row.ownerUserId === userId };
}

export type WorkspaceOfUser = { id: WorkspaceId; name: string; isPersonal: boolean; ownerUserId: UserId };

/** By user, over all workspaces, for a list to look at: one’s own personal one last, the others by when they were joined. */
export function listWorkspacesOfUser(userId: UserId): Promise<WorkspaceOfUser[]> {
  return selectWorkspacesOf(userId)
    .orderBy(...ownLast(userId))
    .limit(mostMembershipsListed);
}

function ownLast(userId: UserId | Placeholder) {
  const isOwn = sql`${workspaces.isPersonal} and ${workspaces.ownerUserId} = ${userId}`;
  return [asc(isOwn), asc(memberships.joinedAt), asc(workspaces.id)];
}

const ofWorkspace = {
  id: workspaces.id,
  name: workspaces.name,
  isPersonal: workspaces.isPersonal,
  ownerUserId: workspaces.ownerUserId,
};

/** One of somebody’s workspaces, and what decides their role there. */
export type MembershipOfUser = WorkspaceOfUser & {
  kind: UserKind;
  inAdmins: boolean;
  /** What its admins are warned of this month. */
  warnings: UsageWarning[];
};

export const mostMembershipsListed = 200;

/** By user, over all workspaces, with the role in each: asked for at every page. In the order of `listWorkspacesOfUser`. */
export function listMembershipsOfUser(userId: UserId, month: string): Promise<MembershipOfUser[]> {
  return membershipsOfUser({ userId, month });
}

const membershipsOfUser = preparedQuery<{ userId: UserId; month: string }, MembershipOfUser>(
  "memberships_of_user",
  (on, { userId, month }) =>
    on
      .select({
        ...ofWorkspace,
        kind: memberships.kind,
        inAdmins: sql<boolean>`${groupMembers.userId} is not null`,
        warnings: sql<UsageWarning[]>`(
          select coalesce(json_agg(json_build_object('meter', w.meter, 'threshold', w.threshold)), '[]')
          from usage_warnings w
          where w.workspace_id = ${memberships.workspaceId} and w.month = ${month} and w.holds
        )`,
      })
      .from(memberships)
      .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
      .leftJoin(groups, and(eq(groups.workspaceId, memberships.workspaceId), eq(groups.builtIn, "admins")))
      .leftJoin(
        groupMembers,
        and(
          eq(groupMembers.workspaceId, memberships.workspaceId),
          eq(groupMembers.groupId, groups.id),
          eq(groupMembers.userId, memberships.userId),
        ),
      )
      .where(eq(memberships.userId, userId))
      .orderBy(...ownLast(userId))
      .limit(mostMembershipsListed),
);

/** By user, over all workspaces and with none left out, for what has to be changed in each. */
export function listEveryWorkspaceOfUser(userId: UserId): Promise<WorkspaceOfUser[]> {
  return selectWorkspacesOf(userId);
}

function selectWorkspacesOf(userId: UserId) {
  return db()
    .select(ofWorkspace)
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(eq(memberships.userId, userId));
}

export type OtherMember = {
  userId: UserId;
  kind: UserKind;
  name: string;
  email: string | null;
};

/** Everybody in a workspace but one. */
export function listOtherMembers(
  workspaceId: WorkspaceId,
  userId: UserId,
  on: Reader,
): Promise<OtherMember[]> {
  return on
    .select({
      userId: memberships.userId,
      kind: memberships.kind,
      name: memberships.name,
      email: memberships.email,
    })
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), ne(memberships.userId, userId)));
}

export type MemberFace = { id: UserId; name: string };

export type WorkspaceSummary = {
  /** The people who joined first, and how many people there are. */
  faces: MemberFace[];
  people: number;
  maxCredentialDays: number | null;
};

export async function findWorkspaceSummary(
  workspaceId: WorkspaceId,
  facesShown: number,
): Promise<WorkspaceSummary | undefined> {
  const [row] = await pool()<WorkspaceSummary[]>`
    select ${summaryColumns(workspaceId, facesShown)} from workspaces w where w.id = ${workspaceId}`;
  return row && { ...row };
}

/** Of a workspace `w`: the columns of its summary. */
export function summaryColumns(workspaceId: WorkspaceId, facesShown: number): PendingQuery<Row[]> {
  return pool()`w.max_credential_days as "maxCredentialDays",
      (
        select count(*)::int from memberships m where m.workspace_id = ${workspaceId} and m.kind = 'person'
      ) as people,
      (
        select coalesce(json_agg(json_build_object('id', f.user_id, 'name', f.name) order by f.joined_at, f.user_id), '[]')
        from (
          select m.user_id, m.name, m.joined_at from memberships m
          where m.workspace_id = ${workspaceId} and m.kind = 'person'
          order by m.joined_at, m.user_id limit ${facesShown}
        ) f
      ) as faces`;
}

/** `email`: only where it is proven. */
export type AdminOfWorkspace = { userId: UserId; email: string | null };

/** The people who administer a workspace. */
export async function listAdmins(workspaceId: WorkspaceId): Promise<AdminOfWorkspace[]> {
  const rows = await pool()<AdminOfWorkspace[]>`
    select m.user_id as "userId", case when u.email_proven_at is not null then u.email end as email
    from memberships m
    join workspaces w on w.id = m.workspace_id
    join users u on u.id = m.user_id
    where m.workspace_id = ${workspaceId} and m.kind = 'person' and (
      w.owner_user_id = m.user_id
      or m.user_id in (
        select gm.user_id from group_members gm
        join groups g on g.workspace_id = ${workspaceId} and g.id = gm.group_id
        where gm.workspace_id = ${workspaceId} and g.built_in = 'admins'
      )
    )
    order by m.joined_at, m.user_id`;
  return [...rows];
}
