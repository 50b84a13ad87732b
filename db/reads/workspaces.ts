import { and, eq } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { workspaces } from "../schema/workspaces";

export async function findPersonalWorkspaceId(
  userId: UserId,
  on: Reader = db(),
): Promise<WorkspaceId | undefined> {
  const [row] = await on
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(and(eq(workspaces.ownerUserId, userId), eq(workspaces.isPersonal, true)));
  return row?.id;
}

export async function findWorkspaceName(
  workspaceId: WorkspaceId,
  on: Reader = db(),
): Promise<string | undefined> {
  const [row] = await on
    .select({ name: workspaces.name })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row?.name;
}

/** The most days for which a member who administers nothing may make credentials. */
export async function findCredentialLimit(
  workspaceId: WorkspaceId,
  on: Reader = db(),
): Promise<number | null> {
  const [row] = await on
    .select({ days: workspaces.maxCredentialDays })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row?.days ?? null;
}

export function listOwnedSharedWorkspaces(
  userId: UserId,
  on: Reader = db(),
): Promise<{ id: WorkspaceId; name: string }[]> {
  return on
    .select({ id: workspaces.id, name: workspaces.name })
    .from(workspaces)
    .where(and(eq(workspaces.ownerUserId, userId), eq(workspaces.isPersonal, false)));
}
