import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { TaskChange } from "@/lib/core/resources/task";
import { publishes, type StatusWords } from "@/lib/core/resources/task-flow";
import { recordAudit, subjectOf } from "../../audit/audit";
import { editTaskIn } from "../tasks/edit-tasks";
import { allOrNone, changingResources, type ResourceUser } from "../writing";
import { editModelAudited, lockModelToModify } from "./edit-models";

export type PublishedModel = { task?: { id: string; updated: number; change: TaskChange } };

const readyAlready = refusedResource("model_ready", "The model is published already.");

/** With the task that made it, if `words` say so and it is not published: both or none. */
export function publishModel(
  actor: ResourceUser,
  id: string,
  words: StatusWords | undefined,
): Promise<Outcome<PublishedModel>> {
  return changingResources(actor, (tx, revalidated, access) =>
    allOrNone<PublishedModel>(tx, async (part) => {
      const found = await lockModelToModify(part, actor.workspaceId, access, id);
      if (!found.ok) return found;
      const { taskId, ready } = found.value;
      if (ready) return readyAlready;
      const edit = () => done({ ready: true });
      const edited = await editModelAudited(part, revalidated, access, {
        id,
        edit,
        event: "model.published",
      });
      if (!edited.ok) return edited;
      if (!words || taskId === null || !access.mayOf("task", "read", taskId)) return done({});
      const published = await editTaskIn(part, actor.workspaceId, access, taskId, (before) =>
        before.status === "published" ? done({}) : publishes(words)(before),
      );
      if (!published.ok) return published;
      const { task, change, updated } = published.value;
      if (updated === 0) return done({});
      await recordAudit(part, subjectOf(revalidated), {
        event: "task.status_changed",
        targetId: taskId,
        targetName: task.name,
        before: { status: task.status },
        after: { status: change.status },
      });
      return done({ task: { id: taskId, updated, change } });
    }),
  );
}
