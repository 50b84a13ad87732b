import { z } from "zod";
import { done } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import { ensureProjectPath } from "@/lib/operations/resources/projects/ensure-project";
import type { PlaceFinder } from "@/lib/operations/resources/tasks/move-tasks";

/** Where a call moves things to: a project by its id, or by a name that is made if need be. */
export const place = {
  project: z.string().max(64).nullish(),
  project_name: z.string().max(2_600).nullish(),
};

export function placeFinder(asked: {
  project?: string | null | undefined;
  project_name?: string | null | undefined;
}): PlaceFinder {
  return async (tx, revalidated, access) => {
    if (asked.project_name) return ensureProjectPath(tx, revalidated, access, asked.project_name);
    const projectId = asked.project || null;
    if (projectId !== null && !access.mayOf("project", "read", projectId)) {
      return refusedResource("unknown_project", "There is no such project.");
    }
    return done({ projectId, isNew: false });
  };
}
