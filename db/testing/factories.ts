import { and, desc, eq } from "drizzle-orm";
import type { AuditEventName } from "@/lib/core/audit/events";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { type ActorWith, grant } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import type { Role } from "@/lib/core/workspace/role";
import { sealHead } from "@/lib/server/audit-hash";
import { newId } from "@/lib/server/crypto";
import { hashPassword } from "@/lib/server/passwords";
import { db, inTransaction } from "../client";
import { findBuiltInGroupId } from "../reads/groups";
import { users } from "../schema/accounts";
import { auditEvents } from "../schema/audit-events";
import { groupMembers, groups } from "../schema/groups";
import { sessions } from "../schema/sessions";
import { workspaceHeads } from "../schema/workspaces";
import { insertGroupMember, insertMembership } from "../writes/memberships";
import { insertWorkspace } from "../writes/workspaces";

export type TestPerson = {
  id: UserId;
  name: string;
  email: string;
  personalId: WorkspaceId;
  /** Where they are signed in. */
  sessionId: string;
};

/** A person with a personal workspace, as sign-up leaves them but for the password, and signed in. */
export async function makePerson(name = "Ada"): Promise<TestPerson> {
  const id = newId<UserId>();
  const email = `${id}@example.com`;
  const at = new Date();
  await db().insert(users).values({ id, kind: "person", name, email, createdAt: at, emailProvenAt: at });
  const personalId = await makeWorkspace({ id }, `${name}’s workspace`, true);
  return { id, name, email, personalId, sessionId: await makeSession({ id, personalId }) };
}

export async function makeWorkspace(
  owner: { id: UserId },
  name = "Lab",
  isPersonal = false,
): Promise<WorkspaceId> {
  const workspaceId = newId<WorkspaceId>();
  const at = new Date();
  await inTransaction(async (tx) => {
    const seal = sealHead(workspaceId, { number: 0, hash: "" });
    const workspace = { id: workspaceId, name, ownerUserId: owner.id, isPersonal, createdAt: at };
    await insertWorkspace(tx, workspace, seal);
    await insertMembership(tx, workspaceId, owner.id, at);
    const adminsId = newId();
    await tx.insert(groups).values({
      workspaceId,
      id: adminsId,
      name: "Admins",
      description: "",
      builtIn: "admins",
      createdAt: at,
    });
    await tx.insert(groupMembers).values({ workspaceId, groupId: adminsId, userId: owner.id, addedAt: at });
  });
  return workspaceId;
}

const hashes = new Map<string, Promise<string>>();

/** Each password is hashed once for a worker: a hash is slow on purpose. */
function hashOnce(password: string): Promise<string> {
  const hash = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, hash);
  return hash;
}

export async function setPassword(person: { id: UserId }, password: string): Promise<void> {
  await db()
    .update(users)
    .set({ passwordHash: await hashOnce(password) })
    .where(eq(users.id, person.id));
}

export async function join(workspaceId: WorkspaceId, member: { id: UserId }): Promise<void> {
  await inTransaction((tx) => insertMembership(tx, workspaceId, member.id, new Date()));
}

export async function joinAsAdmin(workspaceId: WorkspaceId, member: { id: UserId }): Promise<void> {
  await join(workspaceId, member);
  await inTransaction(async (tx) => {
    const groupId = await findBuiltInGroupId(workspaceId, "admins", tx);
    if (!groupId) throw new Error("The workspace has no group Admins.");
    await insertGroupMember(tx, workspaceId, groupId, member.id, new Date());
  });
}

export async function makeSession(
  person: Pick<TestPerson, "id" | "personalId">,
  workspaceId: WorkspaceId = person.personalId,
): Promise<string> {
  const id = newId();
  const at = new Date();
  await db()
    .insert(sessions)
    .values({
      id,
      userId: person.id,
      activeWorkspaceId: workspaceId,
      ip: "192.0.2.1",
      userAgent: null,
      provider: "password",
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(at.getTime() + 3_600_000),
    });
  return id;
}

/** A person acting through a session in a workspace; throws where their role lacks the permission. */
export function actingAs<P extends Permission>(
  permission: P,
  person: TestPerson,
  place: { workspaceId?: WorkspaceId; workspaceName?: string; role?: Role; sessionId?: string } = {},
): ActorWith<P> {
  const granted = grant(
    {
      userId: person.id,
      name: person.name,
      email: person.email,
      workspaceId: place.workspaceId ?? person.personalId,
      workspaceName: place.workspaceName ?? `${person.name}’s workspace`,
      role: place.role ?? "owner",
      via: { by: "session", sessionId: place.sessionId ?? person.sessionId },
      ip: "192.0.2.1",
    },
    permission,
  );
  if (!granted) throw new Error(`A ${place.role} has no ${permission}.`);
  return granted;
}

/** The newest audit entry of its kind in the workspace. */
export async function lastAuditEvent(workspaceId: WorkspaceId, event: AuditEventName) {
  const [row] = await db()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.event, event)))
    .orderBy(desc(auditEvents.number))
    .limit(1);
  return row;
}

export async function countAuditEvents(workspaceId: WorkspaceId): Promise<number> {
  return db().$count(auditEvents, eq(auditEvents.workspaceId, workspaceId));
}

/** Puts an entry where the workspace's next one belongs, so that no further one can be written. */
export async function blockAudit(workspaceId: WorkspaceId): Promise<void> {
  const [head] = await db()
    .select({ number: workspaceHeads.auditNumber })
    .from(workspaceHeads)
    .where(eq(workspaceHeads.workspaceId, workspaceId));
  await db()
    .insert(auditEvents)
    .values({
      workspaceId,
      number: (head?.number ?? 0) + 1,
      at: new Date(),
      event: "session.started",
      actorName: "In the way",
      via: "operator",
      previousHash: "",
      hash: "",
    });
}
