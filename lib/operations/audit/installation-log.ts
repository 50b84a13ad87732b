import { inSnapshot, type Transaction } from "@/db/client";
import {
  findInstallationHead,
  type InstallationEvent,
  listInstallationEvents,
} from "@/db/reads/installation";
import { insertInstallationEvent, lockInstallation, updateInstallationSeal } from "@/db/writes/installation";
import type { AuditEventName } from "@/lib/core/audit/events";
import { auditHash, checkAuditHash, checkHeadSeal, sealHead } from "@/lib/server/audit-hash";
import { now } from "@/lib/server/clock";
import { type CheckedLog, checkChain } from "./audit-check";

export const installationLog = "installation";

const actors = {
  operator: { actorName: "Operator", via: "operator" },
  somebody: { actorName: "Somebody", via: "sign_in" },
} as const;

type InstallationFacts = {
  by: keyof typeof actors;
  event: AuditEventName;
  ip?: string | null;
  targetId?: string;
  targetName?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};

/**
 * What no workspace's log can hold: it would go with the workspace. The caller has locked the installation,
 * before any account or workspace.
 */
export async function recordInstallationEvent(
  tx: Transaction,
  { by, ...facts }: InstallationFacts,
): Promise<void> {
  const { auditNumber, auditHash: previousHash, auditSeal } = await lockInstallation(tx);
  const head = { number: auditNumber, hash: previousHash, seal: auditSeal };
  const number = auditNumber + 1;
  const entry = {
    number,
    at: now(),
    ...actors[by],
    ip: facts.ip ?? null,
    targetId: facts.targetId ?? null,
    targetName: facts.targetName ?? null,
    event: facts.event,
    before: facts.before ?? null,
    after: facts.after ?? null,
    previousHash,
  } as const;
  const hash = auditHash(hashed(entry));
  // A seal that is not right is left as it is: a new one over it would hide what was altered.
  const seals = number === 1 || checkHeadSeal(installationLog, head) === "right";
  const seal = seals ? sealHead(installationLog, { number, hash }) : auditSeal;
  await insertInstallationEvent(tx, { ...entry, hash }, seal);
}

/** Signs the end of the installation's log by the newest key, where its signature is right. */
export async function resignInstallationLog(tx: Transaction): Promise<void> {
  const { auditNumber: number, auditHash: hash, auditSeal: seal } = await lockInstallation(tx);
  if (checkHeadSeal(installationLog, { number, hash, seal }) !== "right") return;
  await updateInstallationSeal(tx, sealHead(installationLog, { number, hash }));
}

/**
 * As it is hashed: without what it does not say, so that older entries hash as they did before there was more
 * to say.
 */
function hashed(entry: Omit<InstallationEvent, "hash">) {
  const said = Object.entries(entry).filter(([, value]) => value !== null);
  return { log: installationLog, number: entry.number, ...Object.fromEntries(said) };
}

/** Recalculates every hash of the installation's log, up to the first wrong one. */
export function checkInstallationLog(): Promise<CheckedLog> {
  return inSnapshot(async (tx) => {
    const head = await findInstallationHead(tx);
    const checked = await checkChain({
      log: installationLog,
      head,
      listAfter: (number, limit) => listInstallationEvents(number, limit, tx),
      check: ({ hash, ...entry }) => checkAuditHash({ ...hashed(entry), hash }),
    });
    // Unlike a workspace's, it begins with the first thing that there is to say.
    const isUnused = checked.entries === 0 && head?.number === 0;
    return isUnused ? { ...checked, broken: undefined } : checked;
  });
}
