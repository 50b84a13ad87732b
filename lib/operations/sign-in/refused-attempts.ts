import { inTransaction, type Transaction } from "@/db/client";
import { findProfile } from "@/db/reads/accounts";
import { findCredential } from "@/db/reads/credentials";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import {
  countRefusedAttempts,
  listRefusedTargets,
  type RefusedTarget,
  takeRefusedAttempts,
} from "@/db/writes/refused-attempts";
import { networkOf } from "@/lib/core/account/rate-limit";
import { hourOf, mostNetworksNamed, type RefusedMeans } from "@/lib/core/audit/refusals";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { giveBackRefusedKeys, takeRefusedKeys } from "@/lib/server/refused-keys";
import { type AuditFacts, recordAudit, subjectOfStranger } from "../audit/audit";
import { recordInstallationEvent } from "../audit/installation-log";

/** Counted, and written to a log after the hour, so that guessing can't fill a log. */
export async function countRefusal(
  tx: Transaction,
  { means, userId, ip }: { means: RefusedMeans; userId: UserId | undefined; ip: string | null },
): Promise<void> {
  const from = ip === null ? "" : networkOf(ip);
  await countRefusedAttempts(tx, { hour: hourOf(now()), means, target: userId ?? "", ip: from, attempts: 1 });
}

const atOnce = 200;

/**
 * A few entries for each account, or API credentials, and hour that is over: in the log of the account's personal
 * workspace, or of the workspace of the credentials, or in the installation's where there are none. Returns for how
 * many accounts and credentials it wrote.
 */
export async function recordRefusals(): Promise<number> {
  await storeRefusedKeys();
  const found = await listRefusedTargets(hourOf(now()), atOnce);
  for (const each of found) await recordHour(each);
  return found.length;
}

/** Refused API credentials are counted in the process: a client can fail many times a second. */
// Not audited: it is counted, and written to the log after the hour.
export async function storeRefusedKeys(): Promise<void> {
  const counted = takeRefusedKeys();
  if (counted.length === 0) return;
  try {
    await inTransaction(async (tx) => {
      for (const { hour, target, network, attempts } of counted) {
        await countRefusedAttempts(tx, { hour, means: "secret_key", target, ip: network, attempts });
      }
    });
  } catch (error) {
    giveBackRefusedKeys(counted);
    throw error;
  }
}

async function recordHour(counted: RefusedTarget): Promise<void> {
  const { means, hour } = counted;
  await inTransaction(async (tx) => {
    const found = await takeRefusedAttempts(tx, counted, mostNetworksNamed);
    const log = found.length > 0 ? await logOf(tx, counted) : undefined;
    for (const { ip, attempts, networks } of found) {
      const after = { means, attempts, hour: hour.toISOString(), ...(networks > 1 ? { networks } : {}) };
      if (log) await recordAudit(tx, subjectOfStranger(log.workspaceId, ip), { ...log.facts, after });
      else {
        const event = means === "secret_key" ? "credentials.refused" : "session.refused";
        await recordInstallationEvent(tx, { by: "somebody", event, ip: ip || null, after });
      }
    }
  });
}

type Log = { workspaceId: WorkspaceId; facts: AuditFacts };

/** Undefined if the account or the credentials do not exist. */
async function logOf(tx: Transaction, { means, target }: RefusedTarget): Promise<Log | undefined> {
  if (means === "secret_key") {
    const [workspaceId = "", accessKey = ""] = target.split("/");
    const credential = await findCredential(workspaceId as WorkspaceId, accessKey, tx);
    return (
      credential && {
        workspaceId: workspaceId as WorkspaceId,
        facts: { event: "credentials.refused", targetId: accessKey, targetName: credential.label },
      }
    );
  }
  const userId = target as UserId;
  const workspaceId = target === "" ? undefined : await findPersonalWorkspaceId(userId, tx);
  if (!workspaceId) return undefined;
  const targetName = (await findProfile(userId, tx))?.email ?? target;
  return { workspaceId, facts: { event: "session.refused", targetId: target, targetName } };
}
