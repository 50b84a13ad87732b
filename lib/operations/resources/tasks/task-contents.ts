import { db } from "@/db/client";
import { readTaskContents } from "@/db/reads/task-contents";
import { done, type Outcome } from "@/lib/core/outcome";
import { sumOfContents, type TaskContents } from "@/lib/core/resources/losses";
import { accessOfActor } from "../../access/caller-access";
import { listKeptFiles } from "../files/delete-files-of-tasks";
import type { ResourceUser } from "../writing";
import { unknownTask } from "./edit-tasks";

/** For the confirmation of what deletes or resets it. */
export async function countTaskContents(
  actor: ResourceUser,
  { taskId }: { taskId: string },
): Promise<Outcome<TaskContents>> {
  const access = await accessOfActor(actor);
  if (!access.mayOf("task", "read", taskId)) return unknownTask;
  const { drafts, ...counts } = await readTaskContents(actor.workspaceId, taskId, db());
  const gone = drafts.filter(({ id }) => access.may("modify", id));
  const objects = counts.objects + gone.filter(({ isObject }) => isObject).length;
  const goneIds = new Set(gone.map(({ id }) => id));
  const tasks = { ids: [taskId], isGone: ({ id }: { id: string }) => goneIds.has(id) };
  const kept = await listKeptFiles(db(), actor.workspaceId, access, tasks);
  const files = counts.files - kept.length;
  const bytes = kept.reduce((left, file) => left - file.bytes, counts.bytes);
  return done({ ...counts, files, bytes, objects, models: gone.length });
}

/** What several of them hold together; those that may not be read are left out. */
export async function countContentsOfTasks(
  actor: ResourceUser,
  taskIds: readonly string[],
): Promise<Outcome<TaskContents>> {
  const counted = [];
  for (const taskId of new Set(taskIds)) {
    const contents = await countTaskContents(actor, { taskId });
    if (contents.ok) counted.push(contents.value);
  }
  return counted.length > 0 ? done(sumOfContents(counted)) : unknownTask;
}
