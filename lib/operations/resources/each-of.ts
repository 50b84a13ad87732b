import { done, type Outcome } from "@/lib/core/outcome";
import type { DoneToEach } from "@/lib/core/resources/content-forms";

/** Each for itself, one after the other; refused where all are. */
export async function doneToEach(
  ids: readonly string[],
  work: (id: string) => Promise<Outcome<unknown>>,
): Promise<Outcome<DoneToEach>> {
  const result: DoneToEach = { done: 0, refused: [] };
  for (const id of new Set(ids)) {
    const outcome = await work(id);
    if (outcome.ok) result.done += 1;
    else if (result.done === 0 && result.refused.length + 1 === new Set(ids).size) return outcome;
    else result.refused.push({ id, message: outcome.refusal.message });
  }
  return done(result);
}
