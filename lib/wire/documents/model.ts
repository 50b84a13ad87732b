import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ModelRecord } from "@/lib/operations/resources/models/models";
import { type Document, wireTime } from "./pick-fields";

export function modelDocument(workspaceId: WorkspaceId, model: ModelRecord): Document {
  return {
    id: model.id,
    name: model.name,
    user: model.ownerUserId,
    company: workspaceId,
    created: wireTime(model.createdAt),
    last_update: wireTime(model.updatedAt),
    project: model.projectId,
    task: model.taskId,
    parent: model.parentId,
    comment: model.comment,
    tags: model.tags,
    system_tags: model.systemTags,
    framework: model.framework,
    design: model.design,
    labels: model.labels,
    uri: model.uri,
    ready: model.ready,
    metadata: model.metadata,
    stats: { labels_count: Object.keys(model.labels).length },
  };
}
