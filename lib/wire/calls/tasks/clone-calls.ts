import { z } from "zod";
import type { TaskChange } from "@/lib/core/resources/task";
import { cloneTask } from "@/lib/operations/resources/tasks/create-task";
import { now } from "@/lib/server/clock";
import { actorWith, type Call } from "../../call";
import { outcomeValue } from "../../resource-refusals";
import { placeFinder } from "../places";
import { id, modelLinks, taskCall, taskChangeOf, taskFields, taskName, text } from "./fields";

const fields = taskFields.shape;
const clone = z.object({
  task: id,
  new_task_name: taskName.nullish(),
  new_task_comment: text.nullish(),
  new_task_tags: fields.tags,
  new_task_system_tags: fields.system_tags,
  new_task_parent: z.string().max(64).nullish(),
  new_task_project: z.string().max(64).nullish(),
  new_project_name: z.string().max(4_096).nullish(),
  new_task_hyperparams: fields.hyperparams,
  new_task_configuration: fields.configuration,
  new_task_container: fields.container,
  new_task_input_models: modelLinks.nullish(),
  execution_overrides: fields.execution,
});
type Asked = z.output<typeof clone>;

export const taskCloneCalls: Record<string, Call> = {
  "tasks.clone": taskCall(
    "2.5",
    clone,
    async (context, asked) => {
      const actor = await actorWith(context, "resources.use");
      const { new_project_name: newProject, new_task_project: project } = asked;
      const placeOf = newProject && !project ? placeFinder({ project_name: newProject }) : undefined;
      const cloning = { taskId: asked.task, change: changeOf(asked), placeOf };
      const { id: cloned, projectId } = outcomeValue(await cloneTask(actor, cloning));
      return {
        data: { id: cloned, ...(placeOf ? { new_project: { id: projectId, name: newProject } } : {}) },
      };
    },
    {
      refs: [
        { field: "task", resource: "task", needs: "read" },
        { field: "new_task_project", resource: "project", needs: "modify" },
        { field: "new_task_parent", resource: "task", needs: "read" },
      ],
    },
  ),
};

/** What is empty is as in the task that is cloned. Older clients name the model and the image in what to execute. */
function changeOf(asked: Asked): TaskChange {
  const { model, docker_cmd: image, ...execution } = asked.execution_overrides ?? {};
  const named = typeof model === "string" && model !== "" ? [{ name: "Input Model", model }] : [];
  const [, name, imageArguments] = (typeof image === "string" && /^(\S+) ?(.*)$/s.exec(image)) || [];
  const container = name ? { image: name, arguments: imageArguments ?? "" } : undefined;
  const input = filled(asked.new_task_input_models) ?? filled(named);
  return taskChangeOf(
    {
      name: asked.new_task_name,
      comment: asked.new_task_comment || undefined,
      tags: filled(asked.new_task_tags),
      system_tags: filled(asked.new_task_system_tags),
      parent: asked.new_task_parent || undefined,
      project: asked.new_task_project || undefined,
      hyperparams: filled(asked.new_task_hyperparams),
      configuration: filled(asked.new_task_configuration),
      container: filled(asked.new_task_container) ?? container,
      models: input && { input },
      execution,
    },
    now(),
  );
}

function filled<T extends object>(given: T | null | undefined): T | undefined {
  return given && Object.keys(given).length > 0 ? given : undefined;
}
