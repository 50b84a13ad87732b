import { type AccessEngine, load } from "./engine";
import type { Forest } from "./forest";
import { OBJECT_TYPES, type ObjectType, PROJECT, type TypeCode, typeName } from "./object-types";
import { Reach } from "./reach";
import { compareReach, countAll, type Difference } from "./reach-difference";
import { compileStanding, NO_STANDING, type Standing } from "./standings";
import { ACTIONS, type Action, type World } from "./types";

/** How many objects of a type an action was gained or lost on, with the ids of a few. */
export interface Tally {
  readonly action: Action;
  readonly type: ObjectType;
  readonly count: number;
  readonly samples: readonly string[];
}

export interface AccessChange {
  readonly principal: string;
  readonly gains: readonly Tally[];
  readonly loses: readonly Tally[];
}

type Change = Omit<AccessChange, "principal">;

const SAMPLES = 3;

/**
 * What each principal gains and loses, asked as itself, when one world becomes the other; principals for whom
 * nothing changes are left out. While the objects stay the same the cost follows the rules, not the objects.
 */
export function diff(
  before: AccessEngine | World,
  after: AccessEngine | World,
  options: { samples?: number } = {},
): AccessChange[] {
  const limit = options.samples ?? SAMPLES;
  const old = engineOf(before);
  const next = engineOf(after);
  const compare = haveSameObjects(old.forest, next.forest) ? compareStandings : compareLists;
  const ids = new Set<string>();
  for (const engine of [old, next]) for (const { id } of engine.people.all()) ids.add(id);
  return [...ids]
    .sort()
    .map((principal) => ({ principal, ...compare(principal, old, next, limit) }))
    .filter(({ gains, loses }) => gains.length > 0 || loses.length > 0);
}

function engineOf(subject: AccessEngine | World): AccessEngine {
  return "forest" in subject ? subject : load(subject);
}

function haveSameObjects(one: Forest, other: Forest): boolean {
  if (one.size !== other.size) return false;
  for (const node of one.all()) {
    const twin = other.find(node.id);
    if (twin?.type !== node.type || twin.parentId !== node.parentId) return false;
  }
  return true;
}

/** Both sides are compiled over the objects of the first, so that what they reach can be compared as spans. */
function compareStandings(principal: string, old: AccessEngine, next: AccessEngine, limit: number): Change {
  const { forest } = old;
  const was = standingOver(forest, old, principal);
  const is = standingOver(forest, next, principal);
  if (JSON.stringify(was) === JSON.stringify(is)) return { gains: [], loses: [] };
  const minus = (one: Standing, other: Standing) =>
    tally((action, type) => {
      const given = action === "visible" ? "read" : action;
      const [oneReach, otherReach] = [reachOver(forest, one[given]), reachOver(forest, other[given])];
      return action === "visible" && type === PROJECT
        ? countAll(without(oneReach.listVisibleProjects(), otherReach.listVisibleProjects()), limit)
        : compareReach(oneReach, otherReach, type, forest, limit);
    });
  return { gains: minus(is, was), loses: minus(was, is) };
}

function compareLists(principal: string, old: AccessEngine, next: AccessEngine, limit: number): Change {
  const minus = (one: AccessEngine, other: AccessEngine) =>
    tally((action, type) => {
      const ids = without(
        one.list(principal, action, typeName(type)),
        other.list(principal, action, typeName(type)),
      );
      return { count: ids.length, samples: ids.slice(0, limit) };
    });
  return { gains: minus(next, old), loses: minus(old, next) };
}

function standingOver(forest: Forest, { people, rules }: AccessEngine, id: string): Standing {
  const principal = people.find(id);
  return principal === undefined ? NO_STANDING : compileStanding(principal, false, people, rules, forest);
}

function reachOver(forest: Forest, cells: readonly number[]): Reach {
  return new Reach(Int32Array.from(cells), 0, forest);
}

function tally(compare: (action: Action, type: TypeCode) => Difference): Tally[] {
  return ACTIONS.flatMap((action) =>
    OBJECT_TYPES.flatMap((type, code) => {
      const { count, samples } = compare(action, code);
      return count > 0 ? [{ action, type, count, samples }] : [];
    }),
  );
}

function without<Item>(items: readonly Item[], taken: readonly Item[]): Item[] {
  const out = new Set(taken);
  return items.filter((item) => !out.has(item));
}
