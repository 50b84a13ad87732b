import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { invitations } from "@/db/schema/invitations";

/** As if ten days had passed since it was sent. */
export async function expireInvitation(email: string): Promise<void> {
  const expiresAt = new Date(Date.now() - 3 * 86_400_000);
  const createdAt = new Date(expiresAt.getTime() - 7 * 86_400_000);
  await db().update(invitations).set({ createdAt, expiresAt }).where(eq(invitations.email, email));
}
