import { ensureInstallation } from "@/db/writes/installation";
import { now } from "@/lib/server/clock";
import { newToken, sha256Hex } from "@/lib/server/crypto";

let installationId: string | undefined;

/** Names this installation for as long as its database lives, and tells nothing of it. Read once by each process. */
export async function findInstallationId(): Promise<string> {
  if (installationId === undefined) {
    const { createdAt } = await ensureInstallation(newToken(), now());
    installationId = sha256Hex(`installation ${createdAt.toISOString()}`).slice(0, 32);
  }
  return installationId;
}
