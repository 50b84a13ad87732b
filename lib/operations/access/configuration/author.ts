import { inTransaction, type Transaction } from "@/db/client";
import { takeLocks } from "@/db/writes/locks";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { type AuditSubject, subjectOf, subjectOfOperator } from "../../audit/audit";
import { allowBreaking, keepingGuards } from "../../rights/guarded";
import { actingIn } from "../../rights/revalidate-actor";

export type ConfigurationManager = ActorWith<"access_configuration.manage">;
/** The operator of the installation, by a command. */
export type ConfigurationOperator = { operator: true; workspaceId: WorkspaceId; savesAnyway?: true };
export type ConfigurationAuthor = ConfigurationManager | ConfigurationOperator;

/** Behind the locks: who the log names, and who is named as author of texts; the operator has no account. */
export type ConfigurationChanger = { subject: AuditSubject; name: string; userId: UserId | null };

const workspaceGone = refused("not_found", "This workspace no longer exists.");

/** Begins a change or an entry of the log (`takesAway`: nothing is added), behind the same locks as the changes of the pages. */
export function changingConfiguration<T>(
  author: ConfigurationAuthor,
  work: (tx: Transaction, changer: ConfigurationChanger) => Promise<Outcome<T>>,
  also: { takesAway?: boolean } = {},
): Promise<Outcome<T>> {
  if (!("operator" in author)) {
    return actingIn(
      author,
      "access_configuration.manage",
      (tx, revalidated) => {
        const { name, userId } = revalidated;
        return work(tx, { subject: subjectOf(revalidated), name, userId });
      },
      also,
    );
  }
  const { workspaceId, savesAnyway } = author;
  return keepingGuards(
    () => true,
    () =>
      inTransaction(async (tx) => {
        const there = await takeLocks(tx, { workspaces: [workspaceId] });
        if (!there.has(workspaceId)) return workspaceGone;
        const subject = subjectOfOperator(workspaceId);
        if (savesAnyway) allowBreaking(tx, subject);
        return work(tx, { subject, name: "Operator", userId: null });
      }),
  );
}
