import { asc, gt } from "drizzle-orm";
import { db, type Reader } from "../client";
import { installation, installationEvents } from "../schema/installation";

export type InstallationEvent = typeof installationEvents.$inferSelect;

/** Entries in order, after the one numbered `after`. */
export function listInstallationEvents(
  after: number,
  limit: number,
  on: Reader = db(),
): Promise<InstallationEvent[]> {
  return on
    .select()
    .from(installationEvents)
    .where(gt(installationEvents.number, after))
    .orderBy(asc(installationEvents.number))
    .limit(limit);
}

export async function findInstallationHead(
  on: Reader,
): Promise<{ number: number; hash: string; seal: string } | undefined> {
  const [row] = await on
    .select({
      number: installation.auditNumber,
      hash: installation.auditHash,
      seal: installation.auditSeal,
    })
    .from(installation);
  return row;
}
