import { inTransaction, type Transaction } from "@/db/client";
import { shareLocksAsCaller } from "@/db/reads/caller-standing";
import { type Outcome, type Refusal, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { accessEnded } from "@/lib/core/workspace/permissions";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import { accessForChangeIn, accessWithVersionIn, type CallerAccess } from "../access/caller-access";
import { keepingGuards } from "../rights/guarded";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";

/** Whoever may use resources at all; which of them is for the access rules to say. */
export type ResourceUser = ActorWith<"resources.use">;

export type ChangingWork<T> = (
  tx: Transaction,
  revalidated: Revalidated<"resources.use">,
  access: CallerAccess,
) => Promise<Outcome<T>>;

/**
 * Begins what creates, changes, moves or deletes resources by somebody's command: nothing else of the workspace changes
 * meanwhile, and the audit log can name the actor. `access` answers by the state before the change.
 */
export function changingResources<T>(actor: ResourceUser, work: ChangingWork<T>): Promise<Outcome<T>> {
  return actingIn(actor, "resources.use", withAccess(work));
}

/**
 * Begins what a running program reports of its own tasks, models and workers. Such writes wait for no other of their
 * kind, are counted and not audited, and change nothing that access depends on. The caller's credentials and rights are
 * read again behind locks that end neither before the transaction does.
 */
export function reporting<T>(
  caller: ApiCaller,
  work: (tx: Transaction, access: CallerAccess) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return keepingGuards(
    () => false,
    () =>
      inTransaction(async (tx) => {
        const version = await shareLocksAsCaller(tx, caller, now());
        if (version === undefined) return refused("signed_out", accessEnded);
        return work(tx, await accessWithVersionIn(tx, caller, version));
      }),
  );
}

/**
 * The same for work that only ends or deletes: it stays possible while the subscription of the workspace is paused, as it
 * does for programs.
 */
export function takingResourcesAway<T>(actor: ResourceUser, work: ChangingWork<T>): Promise<Outcome<T>> {
  return actingIn(actor, "resources.use", withAccess(work), { takesAway: true });
}

function withAccess<T>(work: ChangingWork<T>) {
  return async (tx: Transaction, revalidated: Revalidated<"resources.use">) =>
    work(tx, revalidated, await accessForChangeIn(tx, revalidated));
}

class Undone extends Error {
  constructor(readonly outcome: { ok: false; refusal: Refusal }) {
    super(outcome.refusal.message);
  }
}

/** For work of several writes: where it is refused after the first of them, these are undone. */
export async function allOrNone<T>(
  tx: Transaction,
  work: (tx: Transaction) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    return await tx.transaction(async (savepoint) => {
      const outcome = await work(savepoint);
      if (!outcome.ok) throw new Undone(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof Undone) return error.outcome;
    throw error;
  }
}
