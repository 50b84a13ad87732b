import { db } from "@/db/client";
import { searchObjects } from "@/db/reads/rule-objects";
import type { RuleObject } from "@/lib/core/access/rules/rule-names";
import { usualPreferences } from "@/lib/core/account/interface-preferences";
import { accessOfActor } from "../../access/caller-access";
import type { ResourceUser } from "../writing";
import type { ShownProjects } from "./projects";

export const searchedTypes = ["project", "task", "model", "dataset", "dataview", "queue"] as const;
export type SearchedType = (typeof searchedTypes)[number];

export type SearchResult = { type: SearchedType; objects: RuleObject[]; hasMore: boolean };

const mostShown = 10;

/**
 * The first of each type that the actor may see, by name, path or ID. Of projects the name may be enough. What is in
 * projects that the preferences leave out is found by its ID, and datasets always.
 */
export async function searchResources(
  actor: ResourceUser,
  { search }: { search: string },
  preferences: ShownProjects = usualPreferences,
): Promise<SearchResult[]> {
  if (search === "") return [];
  const access = await accessOfActor(actor);
  const scopes = {
    project: access.scope("visible", "project"),
    task: access.scope("read", "task"),
    model: access.scope("read", "model"),
    dataset: access.scope("read", "dataset"),
    dataview: access.scope("read", "dataview"),
    queue: access.scope("read", "queue"),
  };
  const found = await searchObjects(actor.workspaceId, scopes, search, mostShown + 1, db(), {
    hidden: preferences.show_hidden_projects,
    examples: !preferences.hide_examples,
  });
  return searchedTypes.flatMap((type) => {
    const objects = found.filter((each) => each.type === type);
    if (objects.length === 0) return [];
    return [{ type, objects: objects.slice(0, mostShown), hasMore: objects.length > mostShown }];
  });
}
