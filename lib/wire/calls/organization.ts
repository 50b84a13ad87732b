import { z } from "zod";
import { actorWith, type Call, call } from "../call";

const criteria = z.record(z.string(), z.unknown()).nullish();
const entities = {
  projects: criteria,
  tasks: criteria,
  models: criteria,
  pipelines: criteria,
  pipeline_runs: criteria,
  datasets: criteria,
  dataset_versions: criteria,
  reports: criteria,
};

/** A workspace has no tasks, models or projects yet, so nothing is tagged and every count is 0. */
export const organizationCalls: Record<string, Call> = {
  "organization.get_tags": call(
    "2.8",
    z.object({ include_system: z.boolean().nullish() }),
    async (context, { include_system }) => {
      await actorWith(context, "workspace.view");
      return { data: { tags: [], ...(include_system ? { system_tags: [] } : {}) } };
    },
  ),

  "organization.get_entities_count": call("2.20", z.object(entities), async (context, asked) => {
    await actorWith(context, "workspace.view");
    const named = Object.entries(asked).filter(([, wanted]) => wanted != null);
    return { data: Object.fromEntries(named.map(([name]) => [name, 0])) };
  }),
};
