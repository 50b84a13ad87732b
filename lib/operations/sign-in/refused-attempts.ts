import { inTransaction, type Transaction } from "@/db/client";
import { findProfile } from "@/db/reads/accounts";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import {
  countRefusedAttempt,
  listRefusedAttempts,
  type RefusedAttempts,
  takeRefusedAttempts,
} from "@/db/writes/refused-attempts";
import { networkOf } from "@/lib/core/account/rate-limit";
import { hourOf, type RefusedMeans } from "@/lib/core/audit/refusals";
import type { UserId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { recordAudit, subjectOfStranger } from "../audit/audit";
import { recordInstallationEvent } from "../audit/installation-log";

/** Counted, and written to a log after the hour, so that guessing can't fill a log. */
export async function countRefusal(
  tx: Transaction,
  { means, userId, ip }: { means: RefusedMeans; userId: UserId | undefined; ip: string | null },
): Promise<void> {
  const from = ip === null ? "" : networkOf(ip);
  await countRefusedAttempt(tx, { hour: hourOf(now()), means, target: userId ?? "", ip: from });
}

const atOnce = 200;

/**
 * One entry for each account, network and hour that is over: in the log of the account's personal workspace,
 * or in the installation's where nobody has such an account. Returns how many it wrote.
 */
export async function recordRefusals(): Promise<number> {
  const found = await listRefusedAttempts(hourOf(now()), atOnce);
  for (const each of found) await recordHour(each);
  return found.length;
}

async function recordHour(counted: RefusedAttempts): Promise<void> {
  const { target, means, ip, hour } = counted;
  const userId = target as UserId;
  await inTransaction(async (tx) => {
    const attempts = await takeRefusedAttempts(tx, counted);
    if (attempts === undefined) return;
    const facts = { means, attempts, hour: hour.toISOString() };
    const workspaceId = target === "" ? undefined : await findPersonalWorkspaceId(userId, tx);
    if (!workspaceId) {
      await recordInstallationEvent(tx, {
        by: "somebody",
        event: "session.refused",
        ip: ip || null,
        after: facts,
      });
      return;
    }
    const email = (await findProfile(userId, tx))?.email ?? target;
    await recordAudit(tx, subjectOfStranger(workspaceId, ip), {
      event: "session.refused",
      targetId: target,
      targetName: email,
      after: facts,
    });
  });
}
