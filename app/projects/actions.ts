"use server";

import { ownerSearch, placeSearch, queueSearch, textsChoice } from "@/lib/core/resources/content-forms";
import {
  nameIn,
  newProject,
  projectChoice,
  projectDeletion,
  projectEdit,
  projectMove,
} from "@/lib/core/resources/project-forms";
import {
  findOwners,
  findPlaces,
  findTexts,
  findUsableQueues,
} from "@/lib/operations/resources/browse/pickers";
import { deleteProject } from "@/lib/operations/resources/projects/delete-project";
import { createProject, describeProject } from "@/lib/operations/resources/projects/edit-project";
import { moveProject } from "@/lib/operations/resources/projects/move-project";
import { countWholeContents } from "@/lib/operations/resources/projects/whole-contents";
import { workspaceAction } from "@/lib/server/workspace-action";

/** The user goes to the new project, so the page is not rendered again. */
export const createProjectAction = workspaceAction(
  "resources.use",
  newProject,
  (actor, { location, name, ...details }) => createProject(actor, { name: nameIn(location, name), details }),
);

export const describeProjectAction = workspaceAction("resources.use", projectEdit, describeProject, {
  refreshes: "page",
  changed: ({ saved }) => saved,
});

export const moveProjectAction = workspaceAction("resources.use", projectMove, moveProject, {
  refreshes: "page",
});

/** The user leaves the page of the project, so it is not rendered again (it would be a 404). */
export const deleteProjectAction = workspaceAction(
  "resources.use",
  projectDeletion,
  async (actor, deletion) => deleteProject(actor, { ...deletion, force: true }),
);

/** Reads, for the dialogs and pickers. */
export const countProjectContentsAction = workspaceAction("resources.use", projectChoice, countWholeContents);

export const findTextsAction = workspaceAction("resources.use", textsChoice, findTexts);

export const findPlacesAction = workspaceAction("resources.use", placeSearch, findPlaces);

export const findUsableQueuesAction = workspaceAction("resources.use", queueSearch, findUsableQueues);

export const findOwnersAction = workspaceAction("resources.use", ownerSearch, findOwners);
