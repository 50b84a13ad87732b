import { countText } from "../resources/losses";

export type DeletionCounts = { total: number; deleted: number; failed: number; givenUp: number };

export type DeletionState = { text: string; tone: "ok" | "warn" | "danger" | "neutral"; isRunning: boolean };

/** How far a deletion is, in a few words. */
export function deletionState({ total, deleted, failed, givenUp }: DeletionCounts): DeletionState {
  const waiting = total - deleted - failed - givenUp;
  if (waiting > 0) return { text: "Running", tone: "neutral", isRunning: true };
  if (failed > 0) return { text: countText(failed, "failure", "failures"), tone: "danger", isRunning: false };
  if (givenUp > 0)
    return { text: `${givenUp.toLocaleString("en")} given up`, tone: "warn", isRunning: false };
  return { text: "Done", tone: "ok", isRunning: false };
}

/** '12 of 40 deleted'. */
export function deletionProgress({ total, deleted }: DeletionCounts): string {
  return `${deleted.toLocaleString("en")} of ${total.toLocaleString("en")} deleted`;
}
