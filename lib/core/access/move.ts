import { type AccessDifference, readAndModify, type Tally } from "./diff";
import { AccessEngine } from "./engine";
import { Forest, type ObjectNode, versionsOf } from "./forest";
import { holdingAt } from "./holding";
import {
  datasetCode,
  datasetVersionCode,
  mayHold,
  projectCode,
  projectContentCodes,
  type TypeCode,
  typeName,
} from "./object-types";
import { adminsId, everyoneId, type People } from "./people";
import { compileReach, Reach } from "./reach";
import { compareReach } from "./reach-difference";
import type { IndexedRule } from "./rule-book";
import { type Action, InvalidWorld, type Resource } from "./types";

/** An object that would live elsewhere, with all that is in it. */
export interface Move {
  readonly kind: "object_moved";
  readonly objectId: string;
  /** The project that it would be in; none for the top. */
  readonly parentId: string | null;
  /** Whether a project is made there first, about which there are no rules, and the object moved into that. */
  readonly intoNew: boolean;
}

const rulesInStep = 1_000;
/** No object has it: ids are never empty. */
const newProjectId = "a project that is made for the move";

/**
 * Who would gain and who would lose access by a move, in short steps. What is moved keeps the rules about itself and
 * what is in it; only those about what it is in become others. So whoever either of these names is looked at, and what
 * they have by the rules that stay is counted once for all who have the same.
 */
export function* diffMoveInSteps(
  engine: AccessEngine,
  move: Move,
  actions: readonly Extract<Action, "read" | "modify">[],
): Generator<number, AccessDifference[]> {
  const { people, rules } = engine;
  const { from, to } = findMoved(engine, move);
  const above = actions.map((action) => new Above(rulesAt(from, action), rulesAt(to, action)));
  const staying = yield* findStaying(engine, move.objectId);
  const counted = new Map<string, readonly (readonly Tally[])[]>();
  const differences: AccessDifference[] = [];
  const named = [...new Set(above.flatMap((each) => [...each.named(people)]))];
  for (const [index, id] of named.entries()) {
    yield index / named.length;
    const principal = people.find(id);
    if (!principal?.active) continue;
    const groups = people.groupsOf(id, false);
    if (groups.includes(adminsId)) continue;
    const ways = above.map((each) => each.wayFor(id, groups));
    if (ways.every((way) => way === undefined)) continue;
    const own = staying.naming(id, groups);
    const key = own.join();
    let left = counted.get(key);
    if (!left) {
      left = actions.map((action) => countLeft(engine, move.objectId, staying.rules(own), action));
      counted.set(key, left);
    }
    const tallies = (wanted: "gains" | "loses") => [
      ...left.flatMap((each, at) => (ways[at] === wanted ? each : [])),
      ...(ways.every((way) => way === wanted) ? bothOf(left, actions) : []),
    ];
    const [gains, loses] = [tallies("gains"), tallies("loses")];
    if (gains.length + loses.length > 0) differences.push({ principal: id, gains, loses });
  }
  return differences;

  function rulesAt({ parent, isNew }: Place, action: Action): Set<IndexedRule> {
    const holding = new Set(isNew ? rules.aboutAll(projectCode) : []);
    if (parent) for (const { rule } of holdingAt(parent, rules)) holding.add(rule);
    return new Set([...holding].filter((rule) => action === "read" || rule.givesModify));
  }
}

/** Where one place gives both actions and the other neither, what isn't read by the rules that stay gets or loses both. */
function bothOf(left: readonly (readonly Tally[])[], actions: readonly Action[]): Tally[] {
  const read = left[actions.indexOf("read")] ?? [];
  return actions.includes("modify") ? read.map((tally) => ({ ...tally, action: readAndModify })) : [];
}

/**
 * An engine that answers for the objects as they would be after the move, of which it knows those that rules and these
 * ids name, with what they are in.
 */
export function engineAfterMove(
  engine: AccessEngine,
  move: Move,
  objectIds: readonly string[],
): AccessEngine {
  findMoved(engine, move);
  const { objectId, parentId, intoNew } = move;
  const objects = new Map<string, Resource>();
  const add = (id: string) => {
    for (let at = engine.forest.find(id) ?? null; at && !objects.has(at.id); at = at.parent) {
      objects.set(at.id, { id: at.id, type: typeName(at.type), parent: at.parentId });
    }
  };
  for (const { target } of engine.rules.all()) if (target !== null) add(target);
  for (const id of [objectId, ...(parentId === null ? [] : [parentId]), ...objectIds]) add(id);
  if (intoNew) objects.set(newProjectId, { id: newProjectId, type: "project", parent: parentId });
  objects.set(objectId, { ...objects.get(objectId)!, parent: intoNew ? newProjectId : parentId });
  return new AccessEngine(engine.people, engine.rules, new Forest([...objects.values()]));
}

interface Place {
  readonly parent: ObjectNode | null;
  readonly isNew: boolean;
}

/** Throws InvalidWorld where the object can't be moved there. */
function findMoved(
  { forest }: AccessEngine,
  { objectId, parentId, intoNew }: Move,
): { from: Place; to: Place } {
  const object = forest.find(objectId);
  const parent = parentId === null ? null : forest.find(parentId);
  if (!object || parent === undefined)
    throw new InvalidWorld("The object that would be moved, or its new place, does not exist.");
  if (!mayHold(projectCode, object.type) || (parent && parent.type !== projectCode)) {
    throw new InvalidWorld(`"${objectId}" cannot be moved there.`);
  }
  if (forest.isAtOrBelow(parent, object)) throw new InvalidWorld(`"${objectId}" would contain itself.`);
  return { from: { parent: object.parent, isNew: false }, to: { parent, isNew: intoNew } };
}

interface Names {
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

function namesIn(rules: Iterable<IndexedRule>): Names {
  const all = [...rules];
  return {
    users: new Set(all.flatMap(({ users }) => users)),
    groups: new Set(all.flatMap(({ groups }) => groups)),
  };
}

/** The rules about what the object is in: those that it keeps, those of the old place and those of the new one. */
class Above {
  private readonly kept: Names;
  private readonly old: Names;
  private readonly next: Names;

  constructor(was: ReadonlySet<IndexedRule>, is: ReadonlySet<IndexedRule>) {
    this.kept = namesIn([...was].filter((rule) => is.has(rule)));
    this.old = namesIn([...was].filter((rule) => !is.has(rule)));
    this.next = namesIn([...is].filter((rule) => !was.has(rule)));
  }

  /** Everybody whom one of the places names. */
  *named(people: People): Generator<string> {
    for (const { users, groups } of [this.old, this.next]) {
      yield* users;
      for (const group of groups) {
        if (group === everyoneId) for (const { id } of people.all()) yield id;
        else yield* people.membersOf(group);
      }
    }
  }

  wayFor(id: string, groups: readonly string[]): "gains" | "loses" | undefined {
    const isIn = (names: Names) => names.users.has(id) || groups.some((group) => names.groups.has(group));
    if (isIn(this.kept)) return undefined;
    const [had, has] = [isIn(this.old), isIn(this.next)];
    return had === has ? undefined : has ? "gains" : "loses";
  }
}

/** The rules about the object and what is in it, by whom they name. */
class Staying {
  private readonly all: IndexedRule[] = [];
  private readonly byUser = new Map<string, number[]>();
  private readonly byGroup = new Map<string, number[]>();

  add(rule: IndexedRule): void {
    const number = this.all.push(rule) - 1;
    for (const user of rule.users) append(this.byUser, user, number);
    for (const group of rule.groups) append(this.byGroup, group, number);
  }

  /** The numbers of the rules, ascending. */
  naming(id: string, groups: readonly string[]): readonly number[] {
    const named = new Set(this.byUser.get(id));
    for (const group of groups) for (const number of this.byGroup.get(group) ?? []) named.add(number);
    return [...named].sort((one, other) => one - other);
  }

  rules(numbers: readonly number[]): IndexedRule[] {
    return numbers.map((number) => this.all[number]!);
  }
}

function append(index: Map<string, number[]>, key: string, number: number): void {
  const known = index.get(key);
  if (known) known.push(number);
  else index.set(key, [number]);
}

function* findStaying({ forest, rules }: AccessEngine, objectId: string): Generator<number, Staying> {
  const object = forest.find(objectId)!;
  const staying = new Staying();
  const types = object.type === projectCode ? [projectCode, ...projectContentCodes] : [object.type];
  for (const type of types) for (const rule of rules.aboutAll(type)) staying.add(rule);
  let looked = 0;
  for (const rule of rules.all()) {
    looked += 1;
    if (looked % rulesInStep === 0) yield 0;
    const target = rule.target === null ? undefined : forest.find(rule.target);
    if (target?.type === rule.type && forest.isAtOrBelow(target, object)) staying.add(rule);
  }
  return staying;
}

/** What is moved and is not reached by the rules that stay. */
function countLeft(
  { forest }: AccessEngine,
  objectId: string,
  staying: readonly IndexedRule[],
  action: Action,
): Tally[] {
  const object = forest.find(objectId);
  if (!object) throw new InvalidWorld("The object that would be moved no longer exists.");
  const giving = staying.filter((rule) => action === "read" || rule.givesModify);
  const tally = (type: TypeCode, count: number): Tally[] =>
    count > 0 ? [{ action, type: typeName(type), count, samples: [] }] : [];
  if (object.type !== projectCode) {
    if (giving.length > 0) return [];
    const versions = object.type === datasetCode ? versionsOf(object).length : 0;
    return [...tally(object.type, 1), ...tally(datasetVersionCode, versions)];
  }
  const reached = compileReach(giving, 0, forest);
  const spans = [forest.starts[object.index]!, forest.ends[object.index]!];
  const [all, own] = [[0, spans.length, 0, ...spans], reached].map(
    (cells) => new Reach(Int32Array.from(cells), 0, forest),
  );
  return [projectCode, ...projectContentCodes, datasetVersionCode].flatMap((type) =>
    tally(type, compareReach(all!, own!, type, forest, 0).count),
  );
}
