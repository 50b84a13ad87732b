"use server";

import { done } from "@/lib/core/outcome";
import { modelChoices, modelDeletions, modelsMove, modelsTag } from "@/lib/core/resources/content-forms";
import { archivedTag } from "@/lib/core/resources/task";
import { doneToEach } from "@/lib/operations/resources/each-of";
import { countModelObjects } from "@/lib/operations/resources/models/count-model-objects";
import { deleteModel } from "@/lib/operations/resources/models/delete-model";
import { editModels, moveModels } from "@/lib/operations/resources/models/edit-models";
import { withTags } from "@/lib/operations/resources/tasks/tag-tasks";
import { workspaceAction } from "@/lib/server/workspace-action";

/** All of them or none. */
export const archiveModelsAction = workspaceAction(
  "resources.use",
  modelChoices,
  async (actor, { ids }) => {
    const edited = await editModels(
      actor,
      ids,
      ({ systemTags }) => done({ systemTags: withTags(systemTags, [archivedTag], []) }),
      "model.archived",
    );
    return edited.ok ? done({ done: ids.length, refused: [] }) : edited;
  },
  { refreshes: "page" },
);

/** All of them or none. */
export const restoreModelsAction = workspaceAction(
  "resources.use",
  modelChoices,
  async (actor, { ids }) => {
    const edited = await editModels(
      actor,
      ids,
      ({ systemTags }) => done({ systemTags: withTags(systemTags, [], [archivedTag]) }),
      "model.restored",
    );
    return edited.ok ? done({ done: ids.length, refused: [] }) : edited;
  },
  { refreshes: "page" },
);

export const deleteModelsAction = workspaceAction(
  "resources.use",
  modelDeletions,
  (actor, { ids, deletesObjects }) =>
    doneToEach(ids, (id) => deleteModel(actor, id, { force: true, deletesObjects })),
  { refreshes: "page" },
);

/** All of them or none. */
export const moveModelsAction = workspaceAction(
  "resources.use",
  modelsMove,
  async (actor, { ids, projectId }) => {
    const moved = await moveModels(actor, ids, async () => done({ projectId, isNew: false }));
    return moved.ok ? done({ done: ids.length, refused: [] }) : moved;
  },
  { refreshes: "page" },
);

/** All of them or none. */
export const tagModelsAction = workspaceAction(
  "resources.use",
  modelsTag,
  async (actor, { ids, tags }) => {
    const edited = await editModels(actor, ids, (model) => done({ tags: withTags(model.tags, tags, []) }));
    return edited.ok ? done({ done: ids.length, refused: [] }) : edited;
  },
  { refreshes: "page" },
);

/** A read, for the confirmations. */
export const countModelObjectsAction = workspaceAction("resources.use", modelChoices, countModelObjects);
