import type { Forest } from "./forest";
import { datasetCode, datasetVersionCode, projectCode, type TypeCode } from "./object-types";
import type { Reach } from "./reach";

/**
 * Which objects of one type an identity reaches, in the terms that a query can ask: all of the type, or those that live
 * in one of the parents, and those with one of the ids. An object may be named in both ways.
 */
export type ListScope =
  | { readonly whole: true }
  | {
      readonly whole: false;
      readonly parentIds: readonly string[];
      readonly ids: readonly string[];
      /** How many objects the parents hold, for choosing how to read them: others may add to it at any time. */
      readonly held?: number;
    };

export const nothingInScope: ListScope = { whole: false, parentIds: [], ids: [] };

export function scopeOf(reach: Reach, type: TypeCode, forest: Forest): ListScope {
  if (reach.holdsWhole(type)) return { whole: true };
  if (type === datasetVersionCode) {
    return { whole: false, parentIds: reach.list(datasetCode).map(({ id }) => id), ids: [] };
  }
  const projects: string[] = [];
  let held = 0;
  for (let boundary = 0; boundary < reach.spans.length; boundary += 2) {
    const [start, end] = [reach.spans[boundary]!, reach.spans[boundary + 1]!];
    for (const { id, contents } of forest.projects().slice(start, end)) {
      projects.push(id);
      held += contents?.[type]?.length ?? 0;
    }
  }
  if (type === projectCode) return { whole: false, parentIds: [], ids: projects };
  const singles = reach.singles.filter((node) => node.type === type).map(({ id }) => id);
  return { whole: false, parentIds: projects, ids: singles, held };
}

/** The projects that show, with those of which only the name may be known. */
export function visibleScopeOf(reach: Reach): ListScope {
  if (reach.holdsWhole(projectCode)) return { whole: true };
  return { whole: false, parentIds: [], ids: reach.listVisibleProjects().map(({ id }) => id) };
}
