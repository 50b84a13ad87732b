import { inTransaction } from "../../../db/client";
import { datasets, datasetVersions, dataviews } from "../../../db/schema/datasets";
import { models } from "../../../db/schema/models";
import { projects } from "../../../db/schema/projects";
import { queues } from "../../../db/schema/queues";
import { tasks } from "../../../db/schema/tasks";
import { recordAccessChanges } from "../../../db/writes/access-changes";
import type { Resource } from "../../core/access/types";
import type { UserId, WorkspaceId } from "../../core/identifiers";

/** Those that the database can hold, parents first: none without its parent, and no categories of applications. */
export function storable(drawn: readonly Resource[]): Resource[] {
  const stored = new Map<string, Resource>();
  const store = (resource: Resource): void => {
    if (stored.has(resource.id) || resource.type === "app_category") return;
    const parent = drawn.find(({ id }) => id === resource.parent);
    if (parent) store(parent);
    else if (resource.type === "dataset_version") return;
    stored.set(resource.id, { ...resource, parent: parent?.id ?? null });
  };
  for (const resource of drawn) store(resource);
  return [...stored.values()];
}

/** Named as they were drawn, and stored under the ids that `idOf` gives their names. */
export async function insertObjects(
  workspaceId: WorkspaceId,
  ownerUserId: UserId,
  drawn: readonly Resource[],
  idOf: (name: string) => string,
): Promise<Resource[]> {
  const at = new Date();
  const paths = new Map<string, string>();
  const stored: Resource[] = [];
  await inTransaction(async (tx) => {
    for (const { id: name, type, parent } of drawn) {
      const id = idOf(name);
      const parentId = parent === null ? null : idOf(parent);
      stored.push({ id, type, parent: parentId });
      const common = { workspaceId, id, name, ownerUserId, createdAt: at, updatedAt: at };
      const contained = { ...common, projectId: parentId };
      switch (type) {
        case "project": {
          const path = parent === null ? name : `${paths.get(parent)}/${name}`;
          paths.set(name, path);
          await tx.insert(projects).values({ ...common, parentId, name: path, basename: name });
          break;
        }
        case "task":
          await tx
            .insert(tasks)
            .values({ ...contained, type: "training", status: "created", statusChangedAt: at });
          break;
        case "model":
          await tx.insert(models).values({ ...contained, uri: "s3://models/weights", ready: false });
          break;
        case "dataview":
          await tx.insert(dataviews).values(contained);
          break;
        case "dataset":
          await tx.insert(datasets).values(contained);
          break;
        case "dataset_version":
          await tx.insert(datasetVersions).values({ ...common, datasetId: parentId ?? "", status: "draft" });
          break;
        case "queue":
          await tx.insert(queues).values(common);
          break;
        case "app_category":
          throw new Error("No table holds categories of applications.");
      }
    }
    const changes = stored.map((object) => ({ kind: "object_put", object }) as const);
    await recordAccessChanges(tx, workspaceId, changes);
  });
  return stored;
}
