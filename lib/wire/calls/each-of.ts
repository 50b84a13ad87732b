import type { Outcome } from "@/lib/core/outcome";
import { refuseResource } from "../resource-refusals";
import { resultCodes } from "../result-codes";

/** Each for itself: those that are refused are told of beside those that went well. */
export async function eachOf<T>(
  ids: readonly string[],
  work: (id: string) => Promise<Outcome<T>>,
  toldOf: (value: T) => Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const succeeded: Record<string, unknown>[] = [];
  const failed: Record<string, unknown>[] = [];
  for (const each of new Set(ids)) {
    const outcome = await work(each);
    if (outcome.ok) succeeded.push({ id: each, ...toldOf(outcome.value) });
    else failed.push(failureOf(each, refuseResource(outcome.refusal)));
  }
  return { succeeded, failed };
}

function failureOf(id: string, { code, detail }: ReturnType<typeof refuseResource>) {
  const [status, subcode, message] = resultCodes[code];
  const said = detail ? `${message}: ${detail}` : message;
  return { id, error: { codes: [status, subcode], msg: said, data: { id } } };
}
