import { done, type Outcome } from "@/lib/core/outcome";
import type { TaskRecord } from "@/lib/core/resources/task";
import type { ResourceUser } from "../writing";
import { editTasks } from "./edit-tasks";

export type TagChange = { ids: readonly string[]; added: readonly string[]; removed: readonly string[] };

/** All of them or none. */
export function editTaskTags(
  actor: ResourceUser,
  { ids, added, removed }: TagChange,
): Promise<Outcome<{ updated: number }>> {
  const edits = [...new Set(ids)].map((taskId) => ({
    taskId,
    edit: ({ tags }: TaskRecord) => done({ tags: withTags(tags, added, removed) }),
  }));
  return editTasks(actor, edits);
}

export function withTags(
  tags: readonly string[],
  added: readonly string[],
  removed: readonly string[],
): string[] {
  return [...new Set([...tags, ...added])].filter((tag) => !removed.includes(tag)).sort();
}
