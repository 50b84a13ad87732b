import { listUrisOfModels } from "@/db/reads/models";
import { done, type Outcome } from "@/lib/core/outcome";
import { isInBucket } from "@/lib/core/storage/deletions";
import { accessOfActor } from "../../access/caller-access";
import type { ResourceUser } from "../writing";
import { unknownModel } from "./edit-models";

/** How many of these models have their file in a bucket; those that may not be read are left out. */
export async function countModelObjects(
  actor: ResourceUser,
  { ids }: { ids: readonly string[] },
): Promise<Outcome<number>> {
  const access = await accessOfActor(actor);
  const readable = ids.filter((id) => access.mayOf("model", "read", id));
  if (readable.length === 0) return unknownModel;
  const uris = await listUrisOfModels(actor.workspaceId, readable);
  return done(uris.filter(isInBucket).length);
}
