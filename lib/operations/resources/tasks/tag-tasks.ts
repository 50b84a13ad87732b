import { done, type Outcome } from "@/lib/core/outcome";
import { recordAudit, subjectOf } from "../../audit/audit";
import { changingResources, type ResourceUser } from "../writing";
import { editTaskIn } from "./edit-tasks";

export type TagChange = { ids: readonly string[]; added: readonly string[]; removed: readonly string[] };

/** All of them or none. */
export function editTaskTags(
  actor: ResourceUser,
  { ids, added, removed }: TagChange,
): Promise<Outcome<{ updated: number }>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    let updated = 0;
    for (const id of new Set(ids)) {
      const edited = await editTaskIn(tx, actor.workspaceId, access, id, ({ tags }) =>
        done({ tags: withTags(tags, added, removed) }),
      );
      if (!edited.ok) return edited;
      updated += edited.value.updated;
      const { task, change } = edited.value;
      await recordAudit(tx, subjectOf(revalidated), {
        event: "task.edited",
        targetId: id,
        targetName: task.name,
        before: { tags: task.tags },
        after: { tags: change.tags },
      });
    }
    return done({ updated });
  });
}

export function withTags(
  tags: readonly string[],
  added: readonly string[],
  removed: readonly string[],
): string[] {
  return [...new Set([...tags, ...added])].filter((tag) => !removed.includes(tag)).sort();
}
