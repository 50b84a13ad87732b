"use server";

import { done } from "@/lib/core/outcome";
import { modelChoice, modelDeletion, modelEdit, modelMove } from "@/lib/core/resources/content-forms";
import { archivedTag } from "@/lib/core/resources/task";
import { deleteModel } from "@/lib/operations/resources/models/delete-model";
import { describeModel } from "@/lib/operations/resources/models/describe-model";
import { editModels, moveModels } from "@/lib/operations/resources/models/edit-models";
import { publishModel } from "@/lib/operations/resources/models/publish-model";
import { withTags } from "@/lib/operations/resources/tasks/tag-tasks";
import { workspaceAction } from "@/lib/server/workspace-action";

export const describeModelAction = workspaceAction("resources.use", modelEdit, describeModel, {
  refreshes: "page",
  changed: ({ saved }) => saved,
});

export const moveModelAction = workspaceAction(
  "resources.use",
  modelMove,
  async (actor, { modelId, projectId }) => {
    const moved = await moveModels(actor, [modelId], async () => done({ projectId, isNew: false }));
    return moved.ok ? done() : moved;
  },
  { refreshes: "page" },
);

export const publishModelAction = workspaceAction(
  "resources.use",
  modelChoice,
  async (actor, { modelId }) => {
    const published = await publishModel(actor, modelId, undefined);
    return published.ok ? done() : published;
  },
  { refreshes: "page" },
);

export const archiveModelAction = workspaceAction(
  "resources.use",
  modelChoice,
  async (actor, { modelId }) => {
    const archived = await editModels(
      actor,
      [modelId],
      ({ systemTags }) => done({ systemTags: withTags(systemTags, [archivedTag], []) }),
      "model.archived",
    );
    return archived.ok ? done() : archived;
  },
  { refreshes: "page", evenIfRefused: true },
);

export const restoreModelAction = workspaceAction(
  "resources.use",
  modelChoice,
  async (actor, { modelId }) => {
    const restored = await editModels(
      actor,
      [modelId],
      ({ systemTags }) => done({ systemTags: withTags(systemTags, [], [archivedTag]) }),
      "model.restored",
    );
    return restored.ok ? done() : restored;
  },
  { refreshes: "page", evenIfRefused: true },
);

/** A page of the model is left then, so nothing is rendered here (it would be a 404). */
export const deleteModelAction = workspaceAction(
  "resources.use",
  modelDeletion,
  async (actor, { modelId, deletesObjects }) => {
    const deleted = await deleteModel(actor, modelId, { force: true, deletesObjects });
    return deleted.ok ? done() : deleted;
  },
);
