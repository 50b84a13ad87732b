import { done, type Outcome } from "@/lib/core/outcome";
import type { TaskRecord } from "@/lib/core/resources/task";
import { editsFields } from "@/lib/core/resources/task-edits";
import { reviewTexts, type SavedTexts, type TextsEdit } from "@/lib/core/resources/texts";
import type { ResourceUser } from "../writing";
import { editTask } from "./edit-tasks";

/** Renames and describes a task, unless somebody else did meanwhile. */
export async function describeTask(
  actor: ResourceUser,
  { taskId, ...edit }: TextsEdit & { taskId: string },
): Promise<Outcome<SavedTexts>> {
  const review = ({ name, comment: description, tags }: TaskRecord) =>
    reviewTexts({ name, description, tags }, edit);
  const edited = await editTask(actor, taskId, (task) => {
    const { change } = review(task);
    if (!change) return done({});
    const { name, description: comment, tags } = change;
    return editsFields({ name, comment, tags: [...tags].sort() }, true)(task);
  });
  return edited.ok ? done(review(edited.value.task).told) : edited;
}
