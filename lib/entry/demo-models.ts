import type { models } from "@/db/schema/models";
import type { tasks } from "@/db/schema/tasks";
import type { UserId } from "@/lib/core/identifiers";
import { newId } from "@/lib/server/crypto";
import type { DemoFiles } from "./demo-files/demo-files";
import { weightsOf } from "./demo-files/task-files";

type Task = typeof tasks.$inferInsert;
type Model = typeof models.$inferInsert;
type Made = { projectId: string | null; ownerUserId: UserId; createdAt: Date; updatedAt: Date };

export const isTrained = ({ type, startedAt }: Task): boolean => type === "training" && !!startedAt;

/** The model that every training starts from, and those that trainings ended with. The tasks are linked to them. */
export function modelsOf(
  rows: readonly Task[],
  made: Made,
  folderOf: (task: Task) => string,
  files: DemoFiles,
): Model[] {
  const trained = rows.filter(isTrained);
  const { workspaceId } = trained[0] as Task;
  const pretrained: Model = {
    ...{ workspaceId, id: newId(), name: "CSP backbone, pretrained", framework: "PyTorch", ready: true },
    ...{
      uri: "s3://acme-models/pretrained/csp-l.safetensors",
      comment: "Trained on public pictures of streets.",
    },
    ...made,
  };
  const best = trained
    .filter(({ status }) => status === "completed" || status === "published")
    .map(
      (task, index): Model => ({
        ...{ workspaceId, id: newId(), projectId: task.projectId, taskId: task.id, parentId: pretrained.id },
        ...{ name: `${task.name}, best`, uri: weightsOf(index, folderOf(task), files), framework: "PyTorch" },
        ...{ ready: task.status === "published", iteration: 50, tags: task.tags ?? [] },
        ...{ labels: { car: 1, person: 2 }, metadata: { opset: { key: "opset", type: "int", value: "17" } } },
        ...{ ownerUserId: task.ownerUserId, createdAt: task.updatedAt, updatedAt: task.updatedAt },
      }),
    );
  for (const task of trained) {
    const output = best.filter(({ taskId }) => taskId === task.id);
    task.models = {
      input: [{ name: "backbone", model: pretrained.id }],
      output: output.map(({ id }) => ({ name: "best", model: id })),
    };
  }
  return [pretrained, ...best];
}
