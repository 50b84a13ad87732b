import type { WorkspaceId } from "@/lib/core/identifiers";
import { done } from "@/lib/core/outcome";
import { closes } from "@/lib/core/resources/task-flow";
import {
  clearTaskLog,
  deleteModelReports,
  deleteTaskReports,
} from "@/lib/operations/resources/events/delete-reports";
import { deleteModel } from "@/lib/operations/resources/models/delete-model";
import { describeModel } from "@/lib/operations/resources/models/describe-model";
import { createModel, editModels, moveModels } from "@/lib/operations/resources/models/edit-models";
import { publishModel } from "@/lib/operations/resources/models/publish-model";
import { deleteProject } from "@/lib/operations/resources/projects/delete-project";
import {
  createProject,
  describeProject,
  editProject,
} from "@/lib/operations/resources/projects/edit-project";
import { mergeProject, moveProject } from "@/lib/operations/resources/projects/move-project";
import { describeQueue } from "@/lib/operations/resources/queues/describe-queue";
import {
  addToQueue,
  clearQueue,
  moveInQueue,
  removeFromQueue,
} from "@/lib/operations/resources/queues/entries";
import { createQueue, deleteQueue, editQueue } from "@/lib/operations/resources/queues/queues";
import {
  archiveTask,
  changeTaskStatus,
  restoreTask,
  stopTask,
} from "@/lib/operations/resources/tasks/change-status";
import { cloneTask, createTask } from "@/lib/operations/resources/tasks/create-task";
import { deleteTask, resetTask } from "@/lib/operations/resources/tasks/delete-task";
import { describeTask } from "@/lib/operations/resources/tasks/describe-task";
import { editTask, editTasks } from "@/lib/operations/resources/tasks/edit-tasks";
import { moveTasks } from "@/lib/operations/resources/tasks/move-tasks";
import { publishTask } from "@/lib/operations/resources/tasks/publish-task";
import { dequeueTask, enqueueTask } from "@/lib/operations/resources/tasks/queue-task";
import { editTaskTags } from "@/lib/operations/resources/tasks/tag-tasks";
import type { ResourceUser } from "@/lib/operations/resources/writing";
import type { TestPerson } from "./factories/person";
import { makeProject, makeQueue, makeTask } from "./resources";

type Place = { workspaceId: WorkspaceId; owner: TestPerson };
type Act = (actor: ResourceUser) => Promise<unknown>;
type Prepare = (place: Place) => Promise<Act>;

const words = { reason: "", message: "", force: true, at: new Date() };
const texts = { name: "Another", description: "", tags: [], base: { name: "", description: "", tags: [] } };
const unknownId = "f".repeat(32);

/** For what is done with one task. */
function onTask(act: (actor: ResourceUser, taskId: string) => Promise<unknown>): Prepare {
  return async ({ workspaceId, owner }) => {
    const task = await makeTask(workspaceId, owner);
    return (actor) => act(actor, task);
  };
}

function onProject(act: (actor: ResourceUser, projectId: string) => Promise<unknown>): Prepare {
  return async ({ workspaceId, owner }) => {
    const project = await makeProject(workspaceId, owner);
    return (actor) => act(actor, project);
  };
}

function onQueue(act: (actor: ResourceUser, queueId: string, taskId: string) => Promise<unknown>): Prepare {
  return async ({ workspaceId, owner }) => {
    const queue = await makeQueue(workspaceId, owner);
    const task = await makeTask(workspaceId, owner);
    return (actor) => act(actor, queue, task);
  };
}

const simply =
  (act: Act): Prepare =>
  async () =>
    act;

const noPlace = async () => done({ projectId: null, isNew: false });

/** Every operation that changes resources by somebody's command. */
export const resourceRaces: Readonly<Record<string, Prepare>> = {
  addToQueue: onQueue((actor, queueId, taskId) => addToQueue(actor, { queueId, taskId, noted: false })),
  archiveTask: onTask((actor, task) => archiveTask(actor, task, words)),
  changeTaskStatus: onTask((actor, task) => changeTaskStatus(actor, task, closes(words))),
  clearQueue: onQueue((actor, queueId) => clearQueue(actor, { queueId })),
  clearTaskLog: onTask((actor, taskId) =>
    clearTaskLog(actor, { taskId, olderThanSeconds: undefined, allowsPublished: false }),
  ),
  cloneTask: onTask((actor, taskId) => cloneTask(actor, { taskId, change: {} })),
  createModel: simply((actor) => createModel(actor, { name: "Weights", uri: "s3://a/b" })),
  createProject: simply((actor) => createProject(actor, { name: "Vision", details: {} })),
  createQueue: simply((actor) => createQueue(actor, { name: "gpu" })),
  createTask: simply((actor) => createTask(actor, { name: "Train", type: "training" })),
  deleteModel: simply((actor) => deleteModel(actor, unknownId, { force: true, deletesObjects: true })),
  deleteModelReports: simply((actor) =>
    deleteModelReports(actor, { modelId: unknownId, allowsPublished: false }),
  ),
  deleteProject: onProject((actor, projectId) =>
    deleteProject(actor, { projectId, force: true, deletesContents: true, deletesObjects: true }),
  ),
  deleteQueue: onQueue((actor, queueId) => deleteQueue(actor, { queueId, force: true })),
  deleteTask: onTask((actor, task) =>
    deleteTask(actor, task, { force: true, deletesModels: true, deletesObjects: true, withSteps: true }),
  ),
  deleteTaskReports: onTask((actor, taskId) => deleteTaskReports(actor, { taskId, allowsPublished: false })),
  describeModel: simply((actor) => describeModel(actor, { modelId: unknownId, ...texts })),
  describeProject: onProject((actor, projectId) => describeProject(actor, { projectId, ...texts })),
  describeQueue: onQueue((actor, queueId) => describeQueue(actor, { queueId, ...texts })),
  describeTask: onTask((actor, taskId) => describeTask(actor, { taskId, ...texts })),
  dequeueTask: onTask((actor, task) => dequeueTask(actor, task, words, undefined)),
  editModels: simply((actor) => editModels(actor, [unknownId], () => done({ name: "Weights" }))),
  editProject: onProject((actor, projectId) =>
    editProject(actor, { projectId, details: { description: "About it" } }),
  ),
  editQueue: onQueue((actor, queueId) => editQueue(actor, { queueId, change: () => ({ tags: ["a"] }) })),
  editTask: onTask((actor, task) => editTask(actor, task, () => done({ name: "Another" }))),
  editTasks: onTask((actor, taskId) => editTasks(actor, [{ taskId, edit: () => done({ name: "Another" }) }])),
  editTaskTags: onTask((actor, task) => editTaskTags(actor, { ids: [task], added: ["a"], removed: [] })),
  enqueueTask: onQueue((actor, queueId, task) => enqueueTask(actor, task, { queueId }, words)),
  mergeProject: onProject((actor, projectId) => mergeProject(actor, { projectId, destinationId: null })),
  moveInQueue: onQueue((actor, queueId, taskId) => moveInQueue(actor, { queueId, taskId, by: 1 })),
  moveModels: simply((actor) => moveModels(actor, [unknownId], noPlace)),
  moveProject: onProject((actor, projectId) => moveProject(actor, { projectId, location: "Elsewhere" })),
  moveTasks: onTask((actor, task) => moveTasks(actor, [task], noPlace)),
  publishTask: onTask((actor, task) => publishTask(actor, task, words, true)),
  publishModel: simply((actor) => publishModel(actor, unknownId, undefined)),
  removeFromQueue: onQueue((actor, queueId, taskId) =>
    removeFromQueue(actor, { queueId, taskId, changesStatus: true }),
  ),
  resetTask: onTask((actor, task) =>
    resetTask(actor, task, words, {
      clearsAll: false,
      deletesModels: true,
      deletesFiles: true,
      deletesObjects: true,
    }),
  ),
  restoreTask: onTask((actor, task) => restoreTask(actor, task, words)),
  stopTask: onTask((actor, task) => stopTask(actor, task, words)),
};
