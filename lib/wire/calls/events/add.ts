import { z } from "zod";
import { addEvents } from "@/lib/operations/resources/events/add-events";
import { batchBodyBytes, type Call, type CallAnswer, type CallContext, call, WireRefusal } from "../../call";
import type { Lines } from "../../parameters";
import { outcomeValue } from "../../resource-refusals";

const event = z.record(z.string(), z.unknown());
/** Each line was found to be an object as it was read: to look at all of them again at once would hold others up. */
const readLines = z.object({
  lines: z.custom<Lines["lines"]>(Array.isArray),
  lineBytes: z.custom<Lines["lineBytes"]>(Array.isArray),
});

export const addingCalls: Record<string, Call> = {
  "events.add": call(
    "2.1",
    event,
    (context, given) => answerOf(context, [given], [Buffer.byteLength(JSON.stringify(given))]),
    {
      maxBodyBytes: batchBodyBytes,
    },
  ),

  "events.add_batch": call(
    "2.1",
    readLines,
    async (context, { lines, lineBytes }) => {
      if (lines.length === 0) throw new WireRefusal("batchEmpty");
      return answerOf(context, lines, lineBytes);
    },
    { maxBodyBytes: batchBodyBytes, takesLines: true },
  ),
};

async function answerOf(
  context: CallContext,
  events: readonly Record<string, unknown>[],
  eventBytes: readonly number[],
): Promise<CallAnswer> {
  const { added, errors, errorsInfo } = outcomeValue(await addEvents(context.caller, events, eventBytes));
  if (added === 0) {
    const reasons = Object.entries(errorsInfo).map(([reason, count]) => `${reason}: ${count}`);
    throw new WireRefusal("eventsNotAdded", reasons.slice(0, 5).join(", "));
  }
  return { data: { added, errors, errors_info: errorsInfo } };
}
