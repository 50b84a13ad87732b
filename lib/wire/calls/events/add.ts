import { z } from "zod";
import { addEvents } from "@/lib/operations/resources/events/add-events";
import { batchBodyBytes, type Call, type CallAnswer, type CallContext, call, WireRefusal } from "../../call";
import { outcomeValue } from "../../resource-refusals";

const event = z.record(z.string(), z.unknown());

export const addingCalls: Record<string, Call> = {
  "events.add": call("2.1", event, (context, given) => answerOf(context, [given]), {
    maxBodyBytes: batchBodyBytes,
  }),

  "events.add_batch": call(
    "2.1",
    z.object({ lines: z.array(event) }),
    async (context, { lines }) => {
      if (lines.length === 0) throw new WireRefusal("batchEmpty");
      return answerOf(context, lines);
    },
    { maxBodyBytes: batchBodyBytes, takesLines: true },
  ),
};

async function answerOf(
  context: CallContext,
  events: readonly Record<string, unknown>[],
): Promise<CallAnswer> {
  const { added, errors, errorsInfo } = outcomeValue(await addEvents(context.caller, events));
  if (added === 0) {
    const reasons = Object.entries(errorsInfo).map(([reason, count]) => `${reason}: ${count}`);
    throw new WireRefusal("eventsNotAdded", reasons.slice(0, 5).join(", "));
  }
  return { data: { added, errors, errors_info: errorsInfo } };
}
