import { type ModelDetails, readModelDetails } from "@/db/reads/browse-model";
import type { ReportedQuery } from "@/lib/core/resources/browse";
import { accessOfActor } from "../../access/caller-access";
import type { ResourceUser } from "../writing";

export type { ModelDetails };

/** What a model refers to is named where that may be read as well. */
export async function findShownModel(
  actor: ResourceUser,
  modelId: string,
  reported: ReportedQuery = { metric: "", iteration: undefined, scalars: 1 },
): Promise<{ model: ModelDetails; mayModify: boolean } | undefined> {
  const access = await accessOfActor(actor);
  if (!access.mayOf("model", "read", modelId)) return undefined;
  const model = await readModelDetails(actor.workspaceId, modelId, reported);
  if (!model) return undefined;
  const { parent, task } = model;
  return {
    model: {
      ...model,
      parent: parent && access.may("read", parent.id) ? parent : null,
      task: task && access.may("read", task.id) ? task : null,
    },
    mayModify: access.may("modify", modelId),
  };
}
