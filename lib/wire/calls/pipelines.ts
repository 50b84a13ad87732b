import { z } from "zod";
import { taskListSpec } from "@/lib/core/resources/task-list";
import { countContents } from "@/lib/operations/resources/count-entities";
import { findNamesOf } from "@/lib/operations/resources/names";
import { cloneTask } from "@/lib/operations/resources/tasks/create-task";
import { findReadableTasks } from "@/lib/operations/resources/tasks/find-tasks";
import { enqueueTask } from "@/lib/operations/resources/tasks/queue-task";
import { isQueueWatched } from "@/lib/operations/resources/workers/find-workers";
import { now } from "@/lib/server/clock";
import { actorWith, type Call, type CallContext, call, readerOf } from "../call";
import { listInProjects } from "../lists/in-projects";
import { outcomeValue } from "../resource-refusals";
import { id, text } from "./tasks/fields";

const start = z.object({
  task: id,
  queue: id,
  args: z
    .array(z.object({ name: z.string().min(1).max(1_000), value: text }))
    .max(1_000)
    .nullish(),
  verify_watched_queue: z.boolean().nullish(),
});

export const pipelineCalls: Record<string, Call> = {
  "pipelines.start_pipeline": call(
    "2.17",
    start,
    async (context, { task, queue, args, verify_watched_queue: verifies }) => {
      const actor = await actorWith(context, "resources.use");
      const change = await nextRun(context, task, args ?? []);
      const run = outcomeValue(await cloneTask(actor, { taskId: task, change, placeOf: undefined }));
      const words = { force: false, reason: "", message: "Starting pipeline", at: now() };
      const queued = outcomeValue(await enqueueTask(actor, run.id, { queueId: queue }, words));
      const { workspaceId } = context.caller;
      const watched = verifies ? { queue_watched: await isQueueWatched(workspaceId, queued.queueId) } : {};
      return { data: { pipeline: run.id, enqueued: true, ...watched } };
    },
    {
      refs: [
        { field: "task", resource: "task", needs: "read" },
        { field: "queue", resource: "queue", needs: "modify" },
      ],
    },
  ),
};

/** A run is named after the project of its pipeline and numbered, and has the arguments in place of those before. */
async function nextRun(
  context: CallContext,
  taskId: string,
  args: readonly { name: string; value: string }[],
) {
  const reader = await readerOf(context);
  const [source] = await findReadableTasks(reader, [taskId], ["id", "projectId", "hyperparams"]);
  const { projectId, hyperparams = {} } = source ?? {};
  const given = args.map(({ name, value }) => [name, { section: "Args", name, value }] as const);
  const changed = { Args: { ...(hyperparams.Args as object), ...Object.fromEntries(given) } };
  return {
    ...(given.length > 0 ? { hyperparams: { ...hyperparams, ...changed } } : {}),
    ...(projectId ? { name: await nextName(reader, projectId) } : {}),
  };
}

async function nextName(reader: Awaited<ReturnType<typeof readerOf>>, projectId: string): Promise<string> {
  const { project } = await findNamesOf(reader.workspaceId, { project: [projectId] });
  const name = project.get(projectId)?.split("/").at(-1) ?? "";
  const pattern = `^${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}( #\\d+)?$`;
  const wanted = { project: projectId, system_tags: ["pipeline"], name: pattern };
  const runs = await countContents(reader, "task", {
    ...listInProjects(wanted, taskListSpec),
    ...{ userIds: undefined, most: undefined, withoutHidden: false },
  });
  return runs > 0 ? `${name} #${runs}` : name;
}
