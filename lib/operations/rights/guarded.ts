import type { Transaction } from "@/db/client";
import { allowBrokenGuards } from "@/db/writes/access-guards";
import { brokenText, GuardsBroken } from "@/lib/core/access/guards/guard";
import { type Outcome, refused } from "@/lib/core/outcome";
import { grant } from "@/lib/core/workspace/actor";
import { type AuditSubject, recordAudit, subjectOf } from "../audit/audit";
import type { Revalidated } from "./revalidated";

/** What would make a guard of the workspace untrue is undone and refused. Only its admins read what the guard says. */
export async function keepingGuards<T>(
  readsGuards: () => boolean,
  work: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GuardsBroken)) throw error;
    return readsGuards()
      ? refused("guarded", brokenText(error.guards))
      : refused("conflict", `${brokenText(error.guards.map(({ name }) => ({ name })))} Ask an admin.`);
  }
}

/** Only for those who could delete the guards. Each that is broken gets an audit entry. */
export function allowBreakingGuards(tx: Transaction, actor: Revalidated): void {
  if (!grant(actor, "access_configuration.manage")) return;
  allowBreaking(tx, subjectOf(actor));
}

/** The same for whoever could delete them. */
export function allowBreaking(tx: Transaction, subject: AuditSubject): void {
  allowBrokenGuards(tx, async (whole, broken) => {
    for (const { id, name, text } of broken) {
      await recordAudit(whole, subject, {
        event: "access_guard.overridden",
        targetId: id,
        targetName: name,
        before: { statement: text },
      });
    }
  });
}
