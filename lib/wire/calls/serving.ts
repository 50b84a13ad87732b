import { z } from "zod";
import { actorWith, type Call, call } from "../call";

const text = z.string().max(4_096);
const container = z.object({
  container_id: z.string().min(1).max(1_024),
  endpoint_name: text,
  model_name: text,
});

/** Accepted and not kept: the SDK prints an error for each report of a served model that is refused. */
const reported = (schema: z.ZodType) =>
  call("2.31", schema, async (context) => {
    await actorWith(context, "resources.use");
    return { data: {} };
  });

export const servingCalls: Record<string, Call> = {
  "serving.register_container": reported(container),
  "serving.container_status_report": reported(container.extend({ endpoint_url: text.min(1) })),
  "serving.unregister_container": reported(container.pick({ container_id: true })),
};
