"use server";

import { done } from "@/lib/core/outcome";
import {
  taskChoice,
  taskClone,
  taskDeletion,
  taskEdit,
  taskEnqueue,
  taskMove,
} from "@/lib/core/resources/content-forms";
import { archiveTask, restoreTask, stopTask } from "@/lib/operations/resources/tasks/change-status";
import { cloneTask } from "@/lib/operations/resources/tasks/create-task";
import { deleteTask, resetTask } from "@/lib/operations/resources/tasks/delete-task";
import { describeTask } from "@/lib/operations/resources/tasks/describe-task";
import { moveTasks } from "@/lib/operations/resources/tasks/move-tasks";
import { publishTask } from "@/lib/operations/resources/tasks/publish-task";
import { dequeueTask, enqueueTask } from "@/lib/operations/resources/tasks/queue-task";
import { countTaskContents } from "@/lib/operations/resources/tasks/task-contents";
import { now } from "@/lib/server/clock";
import { workspaceAction } from "@/lib/server/workspace-action";

const said = () => ({ reason: "", message: "", force: false, at: now() });

const all = { deletesModels: true, deletesFiles: true, clearsAll: false };

export const describeTaskAction = workspaceAction("resources.use", taskEdit, describeTask, {
  refreshes: "page",
  changed: ({ saved }) => saved,
});

export const moveTaskAction = workspaceAction(
  "resources.use",
  taskMove,
  async (actor, { taskId, projectId }) => {
    const moved = await moveTasks(actor, [taskId], async () => done({ projectId, isNew: false }));
    return moved.ok ? done() : moved;
  },
  { refreshes: "page" },
);

/** The user goes to the new task, so the page is not rendered again. */
export const cloneTaskAction = workspaceAction(
  "resources.use",
  taskClone,
  async (actor, { taskId, projectId, name }) => {
    const cloned = await cloneTask(actor, { taskId, change: { name, projectId } });
    return cloned.ok ? done({ id: cloned.value.id }) : cloned;
  },
);

export const enqueueTaskAction = workspaceAction(
  "resources.use",
  taskEnqueue,
  async (actor, { taskId, queueId }) => {
    const queued = await enqueueTask(actor, taskId, { queueId }, said());
    return queued.ok ? done() : queued;
  },
  { refreshes: "page" },
);

export const dequeueTaskAction = workspaceAction(
  "resources.use",
  taskChoice,
  async (actor, { taskId }) => {
    const dequeued = await dequeueTask(actor, taskId, said(), undefined);
    return dequeued.ok ? done() : dequeued;
  },
  { refreshes: "page", evenIfRefused: true },
);

export const stopTaskAction = workspaceAction(
  "resources.use",
  taskChoice,
  async (actor, { taskId }) => {
    const stopped = await stopTask(actor, taskId, said());
    return stopped.ok ? done() : stopped;
  },
  { refreshes: "page", evenIfRefused: true },
);

export const resetTaskAction = workspaceAction(
  "resources.use",
  taskDeletion,
  async (actor, { taskId, deletesObjects }) => {
    const reset = await resetTask(actor, taskId, said(), { ...all, deletesObjects });
    return reset.ok ? done() : reset;
  },
  { refreshes: "page" },
);

export const publishTaskAction = workspaceAction(
  "resources.use",
  taskChoice,
  async (actor, { taskId }) => {
    const published = await publishTask(actor, taskId, said(), true);
    return published.ok ? done() : published;
  },
  { refreshes: "page" },
);

export const archiveTaskAction = workspaceAction(
  "resources.use",
  taskChoice,
  async (actor, { taskId }) => {
    const archived = await archiveTask(actor, taskId, said());
    return archived.ok ? done() : archived;
  },
  { refreshes: "page", evenIfRefused: true },
);

export const restoreTaskAction = workspaceAction(
  "resources.use",
  taskChoice,
  async (actor, { taskId }) => {
    const restored = await restoreTask(actor, taskId, said());
    return restored.ok ? done() : restored;
  },
  { refreshes: "page", evenIfRefused: true },
);

/** A page of the task is left then, so nothing is rendered here (it would be a 404). */
export const deleteTaskAction = workspaceAction(
  "resources.use",
  taskDeletion,
  async (actor, { taskId, deletesObjects }) => {
    const how = { force: true, deletesModels: true, deletesObjects, withSteps: false };
    const deleted = await deleteTask(actor, taskId, how);
    return deleted.ok ? done() : deleted;
  },
);

/** A read, for the confirmations. */
export const countTaskContentsAction = workspaceAction("resources.use", taskChoice, countTaskContents);
