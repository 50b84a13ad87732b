import { inTransaction, type Transaction } from "@/db/client";
import { listAuditLogs } from "@/db/reads/audit-events";
import { type AdminOfWorkspace, listAdmins } from "@/db/reads/memberships";
import { sumCalls } from "@/db/reads/usage";
import { listStored, listWarnings, type StoredWarning } from "@/db/reads/usage-levels";
import { insertNotification } from "@/db/writes/notifications";
import { insertWarning, updateWarning } from "@/db/writes/usage-warnings";
import {
  mostNotifications,
  oldestKeptNotification,
  type UsageNotice,
} from "@/lib/core/account/notifications";
import { type Figures, type UsageWarning, type WorkspaceLimits, warningsOf } from "@/lib/core/billing/limits";
import { meters } from "@/lib/core/billing/plans";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { usageMail } from "@/lib/core/mail/messages";
import { monthOf } from "@/lib/core/usage/usage";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { isMailConfigured } from "@/lib/server/mail";
import { findLimitsOf } from "../billing/limits";
import { queueNotificationMail } from "../mail/mails";

const atOnce = 200;

type Counted = { workspaceId: WorkspaceId; name: string; limits: WorkspaceLimits };

/**
 * Looks at what every limited workspace uses, and tells its admins of each threshold once a month: under the bell, and
 * by mail at a proven address. Seats are told of where somebody is invited, and not here.
 */
export async function warnOfUsage(isStopped: () => boolean = () => false): Promise<void> {
  const { stripe, limits } = settings();
  if (!stripe && meters.every((meter) => limits[meter] === undefined)) return;
  let after = "";
  while (!isStopped()) {
    const some = await listAuditLogs(after, atOnce);
    await warnOfSome(some);
    const last = some.at(-1)?.workspaceId;
    if (some.length < atOnce || !last) return;
    after = last;
  }
}

async function warnOfSome(some: readonly { workspaceId: WorkspaceId; name: string }[]): Promise<void> {
  const ids = some.map(({ workspaceId }) => workspaceId);
  const month = monthOf(undefined, now());
  const limits = await findLimitsOf(ids);
  const stored = new Map((await listStored(ids)).map((row) => [row.workspaceId, row]));
  const calls = await sumCalls(ids, { from: month.days[0] ?? month.id });
  const known = await listWarnings(ids, month.id);
  for (const { workspaceId, name } of some) {
    const own = limits.get(workspaceId);
    if (!own) continue;
    const { artifacts = 0, metrics = 0 } = stored.get(workspaceId) ?? {};
    const used: Figures = { users: 0, artifacts, metrics, calls: calls.get(workspaceId) ?? 0 };
    const before = known.filter((each) => each.workspaceId === workspaceId);
    await settle({ workspaceId, name, limits: own }, month.id, warningsOf(own, used), before);
  }
}

// Not audited: it tells what is counted.
async function settle(
  counted: Counted,
  month: string,
  warnings: readonly UsageWarning[],
  before: readonly StoredWarning[],
): Promise<void> {
  const isSame = (one: UsageWarning) => (other: UsageWarning) =>
    one.meter === other.meter && one.threshold === other.threshold;
  const changed = before.filter((each) => each.holds !== warnings.some(isSame(each)));
  const fresh = warnings.filter((each) => !before.some(isSame(each)));
  if (changed.length === 0 && fresh.length === 0) return;
  const admins = fresh.length > 0 ? await listAdmins(counted.workspaceId) : [];
  await inTransaction(async (tx) => {
    for (const each of changed) {
      await updateWarning(tx, counted.workspaceId, month, each, !each.holds);
    }
    for (const each of fresh) {
      if (!(await insertWarning(tx, counted.workspaceId, month, each, now()))) continue;
      for (const admin of admins) await tell(tx, counted, each, admin);
    }
  });
}

async function tell(
  tx: Transaction,
  { workspaceId, name, limits }: Counted,
  warning: UsageWarning,
  admin: AdminOfWorkspace,
): Promise<void> {
  const at = now();
  const about: UsageNotice = {
    ...warning,
    ...{ workspaceId, workspaceName: name, goesOn: limits.most[warning.meter] === undefined },
  };
  const notice = { kind: "usage", about, failures: 0, ip: null, createdAt: at, readAt: null } as const;
  await insertNotification(
    tx,
    { ...notice, id: newId(), userId: admin.userId },
    { since: oldestKeptNotification(at), most: mostNotifications },
  );
  if (!admin.email || !isMailConfigured()) return;
  const link = `${settings().publicUrl}/settings/billing?workspace=${workspaceId}`;
  await queueNotificationMail(tx, admin.email, usageMail({ ...about, link }));
}
