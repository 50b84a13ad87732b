import { db } from "@/db/client";
import { searchMemberNames } from "@/db/reads/members";
import { findModels } from "@/db/reads/models";
import { searchObjects } from "@/db/reads/rule-objects";
import { findTasks } from "@/db/reads/tasks";
import type { RuleObject } from "@/lib/core/access/rules/rule-names";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { ResourceTexts } from "@/lib/core/resources/texts";
import type { UserKind } from "@/lib/core/workspace/role";
import { accessOfActor } from "../../access/caller-access";
import type { ResourceUser } from "../writing";

type Found = Outcome<{ objects: RuleObject[] }>;

const mostSuggestions = 20;

/** Projects that the actor may put something of this type into. */
export async function findPlaces(
  actor: ResourceUser,
  { type, search }: { type: "task" | "model"; search: string },
): Promise<Found> {
  const access = await accessOfActor(actor);
  const scope = access.scope("modify", "project");
  const { workspaceId } = actor;
  const found = await searchObjects(workspaceId, { project: scope }, search, mostSuggestions, db());
  return done({ objects: found.filter(({ id }) => access.mayCreate(type, id)) });
}

/** Queues that the actor may put tasks into. */
export async function findUsableQueues(actor: ResourceUser, { search }: { search: string }): Promise<Found> {
  const scope = (await accessOfActor(actor)).scope("modify", "queue");
  return done({
    objects: await searchObjects(actor.workspaceId, { queue: scope }, search, mostSuggestions, db()),
  });
}

export type Owner = { id: string; name: string; kind: UserKind };

/** Members, by whom a list can be filtered: every member may know their names. */
export async function findOwners(
  actor: ResourceUser,
  { search }: { search: string },
): Promise<Outcome<{ owners: Owner[] }>> {
  return done({ owners: await searchMemberNames(actor.workspaceId, search, mostSuggestions) });
}

/** As they are now, for the dialog that edits them. */
export async function findTexts(
  actor: ResourceUser,
  { type, id }: { type: "task" | "model"; id: string },
): Promise<Outcome<ResourceTexts>> {
  const access = await accessOfActor(actor);
  const mayRead = access.mayOf(type, "read", id);
  const [found] = !mayRead
    ? []
    : type === "task"
      ? await findTasks(actor.workspaceId, [id], ["name", "comment", "tags"], db())
      : await findModels(actor.workspaceId, [id], db());
  if (!found) return refusedResource(`unknown_${type}`, `There is no such ${type}.`);
  const { name = "", comment: description = "", tags = [] } = found;
  return done({ name, description, tags });
}
