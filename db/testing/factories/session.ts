import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Outcome } from "@/lib/core/outcome";
import { type ActorWith, grant } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import type { Role } from "@/lib/core/workspace/role";
import { memberWith, resultOf } from "@/lib/entry/samples";
import { newId } from "@/lib/server/crypto";
import { inTransaction } from "../../client";
import { deleteSession, insertSession } from "../../writes/sessions";

type User = { id: UserId; personalId: WorkspaceId };

export const sessionLifetimeSeconds = 3_600;

export async function makeSession(
  user: User,
  workspaceId: WorkspaceId = user.personalId,
  device: { ip?: string; userAgent?: string } = {},
): Promise<string> {
  const id = newId();
  const at = new Date();
  await inTransaction((tx) =>
    insertSession(tx, {
      ip: "192.0.2.1",
      userAgent: null,
      ...device,
      id,
      userId: user.id,
      activeWorkspaceId: workspaceId,
      provider: "password",
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(at.getTime() + sessionLifetimeSeconds * 1_000),
    }),
  );
  return id;
}

/** A user acting through a session in a workspace, with a role that the test states. */
export function actingAs<P extends Permission>(
  permission: P,
  person: User & { name: string; email: string; sessionId: string },
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
  if (!granted) throw new Error(`The role ${place.role} has no ${permission}.`);
  return granted;
}

/** A user in a workspace; in their personal one unless another is named. */
export type Place = { account: User; workspaceId?: WorkspaceId };

/** Runs an operation as a member with their real role, in a session that ends with it. */
export async function actAs<P extends Permission, T>(
  { account, workspaceId = account.personalId }: Place,
  permission: P,
  act: (actor: ActorWith<P>) => Promise<Outcome<T>>,
): Promise<T> {
  const sessionId = await makeSession(account, workspaceId);
  try {
    return resultOf(await act(await memberWith(permission, workspaceId, { userId: account.id, sessionId })));
  } finally {
    await inTransaction((tx) => deleteSession(tx, account.id, sessionId));
  }
}
