import { z } from "zod";
import { moveTasks } from "@/lib/operations/resources/tasks/move-tasks";
import { actorWith, type Call, call } from "../../call";
import { outcomeValue } from "../../resource-refusals";
import { place, placeFinder, requirePlace } from "../places";
import { id, mostNames, storable } from "./fields";

export const taskMoveCalls: Record<string, Call> = {
  "tasks.move": call(
    "1.0",
    storable(z.object({ ids: z.array(id).min(1).max(mostNames), ...place })),
    async (context, { ids, ...to }) => {
      requirePlace(to);
      const actor = await actorWith(context, "resources.use");
      const moved = outcomeValue(await moveTasks(actor, [...new Set(ids)], placeFinder(to)));
      return { data: { moved: moved.moved, project_id: moved.projectId } };
    },
    {
      refs: [
        { field: "ids", resource: "task", needs: "modify" },
        { field: "project", resource: "project", needs: "modify" },
      ],
    },
  ),
};
