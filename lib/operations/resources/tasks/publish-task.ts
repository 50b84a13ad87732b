import { lockModel } from "@/db/reads/models";
import { done, type Outcome } from "@/lib/core/outcome";
import { linkedModels } from "@/lib/core/resources/task-edits";
import { publishes, type StatusWords } from "@/lib/core/resources/task-flow";
import { editModelAudited } from "../models/edit-models";
import { allOrNone, changingResources, type ResourceUser } from "../writing";
import { changeStatusIn } from "./change-status";
import type { EditedTask } from "./edit-tasks";

/** With the model that it made last, if that is asked for and the actor can see it: both or none. */
export function publishTask(
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
  withModel: boolean,
): Promise<Outcome<EditedTask>> {
  return changingResources(actor, (tx, revalidated, access) =>
    allOrNone<EditedTask>(tx, async (part) => {
      const command = { tx: part, revalidated, access };
      const published = await changeStatusIn(command, taskId, "task.status_changed", publishes(words));
      if (!published.ok || !withModel) return published;
      const modelId = String(linkedModels(published.value.task, "output").at(-1)?.model);
      if (!access.mayOf("model", "read", modelId)) return published;
      const model = await lockModel(part, actor.workspaceId, modelId);
      if (!model || model.ready) return published;
      const edit = () => done({ ready: true });
      const change = { id: modelId, edit, event: "model.published" } as const;
      const edited = await editModelAudited(part, revalidated, access, change);
      return edited.ok ? published : edited;
    }),
  );
}
