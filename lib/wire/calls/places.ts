import { z } from "zod";
import { done } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import { ensureProjectPath } from "@/lib/operations/resources/projects/ensure-project";
import type { PlaceFinder } from "@/lib/operations/resources/tasks/move-tasks";
import { WireRefusal } from "../call";

/** Where a call moves things to: a project by its id, or by a name that is made if need be. */
export const place = {
  /** An empty one is none. */
  project: z
    .string()
    .max(64)
    .nullish()
    .transform((given) => (given === "" ? null : given)),
  project_name: z.string().max(4_096).nullish(),
};

type Asked = { project?: string | null | undefined; project_name?: string | null | undefined };

/** No project is a place too, and so must be said. */
export function requirePlace({ project, project_name }: Asked): void {
  if (project === undefined && !project_name) {
    throw new WireRefusal("missingRequiredFields", "project or project_name");
  }
}

export function placeFinder(asked: Asked): PlaceFinder {
  return async (tx, revalidated, access) => {
    if (asked.project_name) return ensureProjectPath(tx, revalidated, access, asked.project_name);
    const projectId = asked.project || null;
    if (projectId !== null && !access.mayOf("project", "read", projectId)) {
      return refusedResource("unknown_project", "There is no such project.");
    }
    return done({ projectId, isNew: false });
  };
}
