import { ensureInstallation } from "@/db/writes/installation";
import { now } from "@/lib/server/clock";
import { newToken, sha256Hex } from "@/lib/server/crypto";

/** Names this installation for as long as its database lives, and tells nothing of it. */
export async function findInstallationId(): Promise<string> {
  const { createdAt } = await ensureInstallation(newToken(), now());
  return sha256Hex(`installation ${createdAt.toISOString()}`).slice(0, 32);
}
