"use server";

import {
  nameIn,
  newProject,
  projectDeletion,
  projectEdit,
  projectMove,
} from "@/lib/core/resources/project-forms";
import { deleteProject } from "@/lib/operations/resources/projects/delete-project";
import { createProject, editProject } from "@/lib/operations/resources/projects/edit-project";
import { moveProject } from "@/lib/operations/resources/projects/move-project";
import { workspaceAction } from "@/lib/server/workspace-action";

/** The user goes to the new project, so the page is not rendered again. */
export const createProjectAction = workspaceAction(
  "resources.use",
  newProject,
  (actor, { location, name, ...details }) => createProject(actor, { name: nameIn(location, name), details }),
);

export const editProjectAction = workspaceAction(
  "resources.use",
  projectEdit,
  (actor, { projectId, location, name, ...details }) =>
    editProject(actor, { projectId, name: nameIn(location, name), details }),
  { refreshes: "page" },
);

export const moveProjectAction = workspaceAction("resources.use", projectMove, moveProject, {
  refreshes: "page",
});

/** The user leaves the page of the project, so it is not rendered again (it would be a 404). */
export const deleteProjectAction = workspaceAction(
  "resources.use",
  projectDeletion,
  async (actor, { projectId, deletesContents }) =>
    deleteProject(actor, { projectId, deletesContents, force: true }),
);
