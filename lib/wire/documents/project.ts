import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ProjectRecord } from "@/lib/operations/resources/projects/find-projects";
import { type Document, wireTime } from "./pick-fields";

/** A project in ClearML's words. */
export function projectDocument(workspaceId: WorkspaceId, project: ProjectRecord): Document {
  return {
    id: project.id,
    name: project.name,
    basename: project.basename,
    description: project.description,
    parent: project.parentId,
    user: project.ownerUserId,
    company: workspaceId,
    created: wireTime(project.createdAt),
    last_update: wireTime(project.updatedAt),
    tags: project.tags,
    system_tags: project.systemTags,
    default_output_destination: project.defaultOutputDestination,
  };
}
