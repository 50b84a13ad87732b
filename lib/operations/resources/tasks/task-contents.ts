import { db } from "@/db/client";
import { readTaskContents } from "@/db/reads/task-contents";
import { done, type Outcome } from "@/lib/core/outcome";
import type { TaskContents } from "@/lib/core/resources/losses";
import { accessOfActor } from "../../access/caller-access";
import type { ResourceUser } from "../writing";
import { unknownTask } from "./edit-tasks";

/** For the confirmation of what deletes or resets it. */
export async function countTaskContents(
  actor: ResourceUser,
  { taskId }: { taskId: string },
): Promise<Outcome<TaskContents>> {
  const access = await accessOfActor(actor);
  if (!access.mayOf("task", "read", taskId)) return unknownTask;
  const { modelIds, ...counts } = await readTaskContents(actor.workspaceId, taskId, db());
  return done({ ...counts, models: modelIds.filter((id) => access.may("modify", id)).length });
}
