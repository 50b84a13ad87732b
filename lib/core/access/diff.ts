import { type AccessEngine, load } from "./engine";
import type { Forest } from "./forest";
import { type ObjectType, objectTypes, projectCode, type TypeCode, typeName } from "./object-types";
import { Reach } from "./reach";
import { compareReach, type Difference } from "./reach-difference";
import { compileStanding, type GivenAction, noStanding, type Standing } from "./standings";
import { type Action, everyAction, type World } from "./types";

/** How many objects of a type an action was gained or lost on, with the ids of a few. */
export interface Tally {
  readonly action: Action;
  readonly type: ObjectType;
  readonly count: number;
  readonly samples: readonly string[];
}

export interface AccessDifference {
  readonly principal: string;
  readonly gains: readonly Tally[];
  readonly loses: readonly Tally[];
}

type Change = Omit<AccessDifference, "principal">;

export interface DiffOptions {
  /** How many ids of each count are named. */
  readonly samples?: number;
  /** Only these are compared. */
  readonly actions?: readonly Action[];
  /** Only these are looked at: all others keep what they have. */
  readonly principals?: Iterable<string>;
}

const defaultSamples = 3;

/**
 * What each principal gains and loses, asked as itself, when one world becomes the other; principals for whom
 * nothing changes are left out. The cost follows the rules, and the objects that are not where they were.
 */
export function diff(
  before: AccessEngine | World,
  after: AccessEngine | World,
  options: DiffOptions = {},
): AccessDifference[] {
  const steps = diffInSteps(engineOf(before), engineOf(after), options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in short steps, so that whoever runs them can do something else in between. */
export function* diffInSteps(
  before: AccessEngine,
  after: AccessEngine,
  { samples = defaultSamples, actions = everyAction, principals }: DiffOptions = {},
): Generator<void, AccessDifference[]> {
  const moved = yield* findMoved(before.forest, after.forest);
  const [old, next] = [subjectOf(before, moved), subjectOf(after, moved)];
  const differences: AccessDifference[] = [];
  for (const principal of [...new Set(principals ?? everybodyIn(before, after))].sort()) {
    const change = compare(principal, old, next, actions, samples);
    if (change.gains.length + change.loses.length > 0) differences.push({ principal, ...change });
    yield;
  }
  return differences;
}

function* everybodyIn(...engines: readonly AccessEngine[]): Generator<string> {
  for (const { people } of engines) for (const { id } of people.all()) yield id;
}

function engineOf(subject: AccessEngine | World): AccessEngine {
  return "forest" in subject ? subject : load(subject);
}

const nodesInStep = 1_000;

/** The ids of all objects whose chain differs, and of those above them, which may show or no longer show. */
function* findMoved(old: Forest, next: Forest): Generator<void, Set<string>> {
  const moved = new Set<string>();
  if (old === next) return moved;
  let looked = 0;
  for (const [one, other] of [
    [old, next],
    [next, old],
  ] as const) {
    for (const node of one.all()) {
      looked += 1;
      if (looked % nodesInStep === 0) yield;
      const twin = other.find(node.id);
      if (twin?.type === node.type && twin.parentId === node.parentId) continue;
      for (const below of one.subtree(node)) moved.add(below.id);
      for (let at = node.parent; at !== null && !moved.has(at.id); at = at.parent) moved.add(at.id);
    }
  }
  return moved;
}

/** An engine with the ids, by type, of the objects that are not where they are in the other. */
interface Subject {
  readonly engine: AccessEngine;
  readonly moved: readonly (readonly string[])[];
}

function subjectOf(engine: AccessEngine, moved: ReadonlySet<string>): Subject {
  const ids: string[][] = objectTypes.map(() => []);
  for (const id of moved) {
    const node = engine.forest.find(id);
    if (node !== undefined) ids[node.type]!.push(id);
  }
  return { engine, moved: ids };
}

function compare(
  principal: string,
  old: Subject,
  next: Subject,
  actions: readonly Action[],
  limit: number,
): Change {
  // Compiled over the same objects, what the rules of both sides reach can be compared as spans.
  const { forest } = old.engine;
  const was = new Side(standingOver(forest, old.engine, principal), forest);
  const is = new Side(standingOver(forest, next.engine, principal), forest);
  const changes = actions.filter((action) => !was.reaches(action).equals(is.reaches(action)));
  if ([...old.moved, ...next.moved].every((ids) => ids.length === 0)) {
    return {
      gains: tally(changes, (action, type) => is.minus(was, action, type, limit)),
      loses: tally(changes, (action, type) => was.minus(is, action, type, limit)),
    };
  }
  const list = ({ engine, moved }: Subject, action: Action, type: TypeCode) =>
    changes.length > 0
      ? engine.list(principal, action, typeName(type))
      : moved[type]!.filter((id) => engine.check(principal, action, id));
  const minus = (one: Subject, other: Subject) => (action: Action, type: TypeCode) => {
    const had = new Set(list(other, action, type));
    const ids = list(one, action, type).filter((id) => !had.has(id));
    return { count: ids.length, samples: ids.slice(0, limit) };
  };
  return { gains: tally(actions, minus(next, old)), loses: tally(actions, minus(old, next)) };
}

/** What one principal reaches before, or after. */
class Side {
  private readonly byAction: Record<GivenAction, Reach>;
  private marks: Uint8Array | undefined;

  constructor(
    standing: Standing,
    private readonly forest: Forest,
  ) {
    const reach = (cells: readonly number[]) => new Reach(Int32Array.from(cells), 0, forest);
    this.byAction = {
      read: reach(standing.read),
      modify: reach(standing.modify),
      manage: reach(standing.manage),
      grant: reach(standing.grant),
    };
  }

  reaches(action: Action): Reach {
    return this.byAction[action === "visible" ? "read" : action];
  }

  minus(other: Side, action: Action, type: TypeCode, limit: number): Difference {
    if (action === "visible" && type === projectCode) {
      const [shown, otherShown] = [this.shown(), other.shown()];
      const only = this.forest.projects().filter((_, at) => shown[at] === 1 && otherShown[at] === 0);
      return { count: only.length, samples: only.slice(0, limit).map(({ id }) => id) };
    }
    return compareReach(this.reaches(action), other.reaches(action), type, this.forest, limit);
  }

  private shown(): Uint8Array {
    this.marks ??= this.byAction.read.markVisible();
    return this.marks;
  }
}

function standingOver(forest: Forest, { people, rules }: AccessEngine, id: string): Standing {
  const principal = people.find(id);
  return principal === undefined ? noStanding : compileStanding(principal, false, people, rules, forest);
}

function tally(
  actions: readonly Action[],
  differenceIn: (action: Action, type: TypeCode) => Difference,
): Tally[] {
  return actions.flatMap((action) =>
    objectTypes.flatMap((type, code) => {
      const { count, samples } = differenceIn(action, code);
      return count > 0 ? [{ action, type, count, samples }] : [];
    }),
  );
}
