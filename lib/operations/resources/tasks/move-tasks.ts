import type { Transaction } from "@/db/client";
import { updateTaskProjects } from "@/db/writes/tasks";
import { done, type Outcome } from "@/lib/core/outcome";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import type { Revalidated } from "../../rights/revalidate-actor";
import { changingResources, type ResourceUser } from "../writing";
import { lockTaskToModify, whyNotThere } from "./edit-tasks";

/** Finds the project to move into, or makes it; in one that is new, its maker may do everything. */
export type PlaceFinder = (
  tx: Transaction,
  revalidated: Revalidated<"resources.use">,
  access: CallerAccess,
) => Promise<Outcome<{ projectId: string | null; isNew: boolean }>>;

/** All of them or none. */
export function moveTasks(
  actor: ResourceUser,
  ids: readonly string[],
  placeOf: PlaceFinder,
): Promise<Outcome<{ moved: number; projectId: string | null }>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    for (const id of ids) {
      const found = await lockTaskToModify(tx, actor.workspaceId, access, id);
      if (!found.ok) return found;
    }
    const place = await placeOf(tx, revalidated, access);
    if (!place.ok) return place;
    const { projectId, isNew } = place.value;
    for (const id of ids) {
      const reason = isNew ? undefined : whyNotThere(access, id, projectId);
      if (reason) return reason;
    }
    await updateTaskProjects(tx, actor.workspaceId, ids, projectId);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "task.moved",
      ...(ids[0] ? { targetId: ids[0] } : {}),
      after: { tasks: ids.length, project: projectId },
    });
    return done({ moved: ids.length, projectId });
  });
}
