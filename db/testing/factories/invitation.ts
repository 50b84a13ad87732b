import type { WorkspaceId } from "@/lib/core/identifiers";
import type { InvitationMeans } from "@/lib/core/workspace/invitation";
import { invitationToken } from "@/lib/core/workspace/invitation";
import { hashSecret, newId, newToken } from "@/lib/server/crypto";
import { inTransaction } from "../../client";
import { insertInvitation, insertInvitationLink } from "../../writes/invitations";
import type { TestUser } from "./person";

const lifetimeMs = 86_400_000;

/** A pending invitation with one link. */
export async function makeInvitation(
  { account, workspaceId }: { account: Pick<TestUser, "id" | "name">; workspaceId: WorkspaceId },
  email: string,
  means: InvitationMeans = "copied",
): Promise<{ workspaceId: WorkspaceId; invitationId: string; token: string }> {
  const invitationId = newId();
  const token = invitationToken(workspaceId, newToken());
  const createdAt = new Date();
  await inTransaction(async (tx) => {
    await insertInvitation(tx, {
      workspaceId,
      id: invitationId,
      email,
      status: "pending",
      invitedByUserId: account.id,
      invitedByName: account.name,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + lifetimeMs),
    });
    const link = { workspaceId, tokenHash: hashSecret(token), invitationId, means, createdAt };
    await insertInvitationLink(tx, link);
  });
  return { workspaceId, invitationId, token };
}
