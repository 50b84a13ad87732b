import type { Transaction } from "@/db/client";
import { type InstallationEvent, listInstallationEvents } from "@/db/reads/installation";
import { insertInstallationEvent, lockInstallation } from "@/db/writes/installation";
import type { AuditEventName } from "@/lib/core/audit/events";
import { auditHash, checkHeadSeal, sealHead } from "@/lib/server/audit-hash";
import { now } from "@/lib/server/clock";

export const installationLog = "installation";

/**
 * What no workspace's log can hold: it would go with the workspace. The installation is held by the caller, before
 * any account or workspace.
 */
export async function recordInstallationEvent(
  tx: Transaction,
  facts: { event: AuditEventName; targetId: string; targetName: string; before: Record<string, unknown> },
): Promise<void> {
  const { auditNumber, auditHash: previousHash, auditSeal } = await lockInstallation(tx);
  const head = { number: auditNumber, hash: previousHash, seal: auditSeal };
  const number = auditNumber + 1;
  const entry = {
    number,
    at: now(),
    actorName: "Operator",
    via: "operator",
    ...facts,
    previousHash,
  } as const;
  const hash = auditHash({ log: installationLog, ...entry });
  // A seal that is not right is left as it is: a new one over it would hide what was altered.
  const seals = number === 1 || checkHeadSeal(installationLog, head) === "right";
  const seal = seals ? sealHead(installationLog, { number, hash }) : auditSeal;
  await insertInstallationEvent(tx, { ...entry, hash }, seal);
}

const perPage = 500;

/** From the first to the last. */
export async function* readInstallationLog(): AsyncGenerator<InstallationEvent> {
  let after = 0;
  for (;;) {
    const events = await listInstallationEvents(after, perPage);
    yield* events;
    const last = events.at(-1);
    if (!last || events.length < perPage) return;
    after = last.number;
  }
}
