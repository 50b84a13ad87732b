"use server";

import { done } from "@/lib/core/outcome";
import { taskChoices, taskDeletions, tasksMove, tasksTag } from "@/lib/core/resources/content-forms";
import { doneToEach } from "@/lib/operations/resources/each-of";
import { archiveTask, restoreTask } from "@/lib/operations/resources/tasks/change-status";
import { deleteTask } from "@/lib/operations/resources/tasks/delete-task";
import { moveTasks } from "@/lib/operations/resources/tasks/move-tasks";
import { editTaskTags } from "@/lib/operations/resources/tasks/tag-tasks";
import { countContentsOfTasks } from "@/lib/operations/resources/tasks/task-contents";
import { now } from "@/lib/server/clock";
import { workspaceAction } from "@/lib/server/workspace-action";

const said = () => ({ reason: "", message: "", force: false, at: now() });

export const archiveTasksAction = workspaceAction(
  "resources.use",
  taskChoices,
  (actor, { ids }) => doneToEach(ids, (id) => archiveTask(actor, id, said())),
  { refreshes: "page" },
);

export const restoreTasksAction = workspaceAction(
  "resources.use",
  taskChoices,
  (actor, { ids }) => doneToEach(ids, (id) => restoreTask(actor, id, said())),
  { refreshes: "page" },
);

export const deleteTasksAction = workspaceAction(
  "resources.use",
  taskDeletions,
  (actor, { ids, deletesObjects }) => {
    const how = { force: true, deletesModels: true, deletesObjects, withSteps: false };
    return doneToEach(ids, (id) => deleteTask(actor, id, how));
  },
  { refreshes: "page" },
);

/** All of them or none. */
export const moveTasksAction = workspaceAction(
  "resources.use",
  tasksMove,
  async (actor, { ids, projectId }) => {
    const moved = await moveTasks(actor, ids, async () => done({ projectId, isNew: false }));
    return moved.ok ? done({ done: moved.value.moved, refused: [] }) : moved;
  },
  { refreshes: "page" },
);

/** All of them or none. */
export const tagTasksAction = workspaceAction(
  "resources.use",
  tasksTag,
  async (actor, { ids, tags }) => {
    const tagged = await editTaskTags(actor, { ids, added: tags, removed: [] });
    return tagged.ok ? done({ done: tagged.value.updated, refused: [] }) : tagged;
  },
  { refreshes: "page" },
);

/** A read, for the confirmation. */
export const countContentsOfTasksAction = workspaceAction("resources.use", taskChoices, (actor, { ids }) =>
  countContentsOfTasks(actor, ids),
);
