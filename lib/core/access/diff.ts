import type { AccessEngine } from "./engine";
import type { Forest } from "./forest";
import { type ObjectType, objectTypes, projectCode, type TypeCode } from "./object-types";
import { Reach } from "./reach";
import { compareReach, type Difference } from "./reach-difference";
import { compileStanding, type GivenAction, noStanding, type Standing } from "./standings";
import { type Action, everyAction } from "./types";

/** Reading and modifying at once: gained where neither was allowed before, lost where neither is any more. */
export const readAndModify = "read_and_modify";
export type ComparedAction = Action | typeof readAndModify;

/** How many objects of a type an action was gained or lost on, with the ids of a few. */
export interface Tally {
  readonly action: ComparedAction;
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
  readonly actions?: readonly ComparedAction[];
  /** Only these are looked at: all others keep what they have. */
  readonly principals?: Iterable<string>;
}

const defaultSamples = 3;

/**
 * What each principal gains and loses, asked as itself, between two states of the rules and people over the same objects;
 * principals for whom nothing changes are left out. It comes in short steps, each with the share that is done.
 */
export function* diffInSteps(
  before: AccessEngine,
  after: AccessEngine,
  { samples = defaultSamples, actions = everyAction, principals }: DiffOptions = {},
): Generator<number, AccessDifference[]> {
  const differences: AccessDifference[] = [];
  const all = [...new Set(principals ?? everybodyIn(before, after))].sort();
  for (const [index, principal] of all.entries()) {
    yield index / all.length;
    const change = compare(principal, before, after, actions, samples);
    if (change.gains.length + change.loses.length > 0) differences.push({ principal, ...change });
  }
  return differences;
}

/** One object of a count that a difference between the two states has. */
export function findSample(
  before: AccessEngine,
  after: AccessEngine,
  principal: string,
  { way, action, type }: Pick<Tally, "action" | "type"> & { way: keyof Change },
): string | undefined {
  const [from, to] = way === "gains" ? [after, before] : [before, after];
  const had = new Side(standingOf(from, principal), before.forest);
  const lacks = new Side(standingOf(to, principal), before.forest);
  return had.minus(lacks, action, objectTypes.indexOf(type) as TypeCode, 1).samples[0];
}

function* everybodyIn(...engines: readonly AccessEngine[]): Generator<string> {
  for (const { people } of engines) for (const { id } of people.all()) yield id;
}

function compare(
  principal: string,
  before: AccessEngine,
  after: AccessEngine,
  actions: readonly ComparedAction[],
  limit: number,
): Change {
  const was = new Side(standingOf(before, principal), before.forest);
  const is = new Side(standingOf(after, principal), after.forest);
  const isChanged = (action: Action) => !was.reaches(action).equals(is.reaches(action));
  const changes = actions.filter((action) =>
    action === readAndModify ? isChanged("read") && isChanged("modify") : isChanged(action),
  );
  return {
    gains: tally(changes, (action, type) => is.minus(was, action, type, limit)),
    loses: tally(changes, (action, type) => was.minus(is, action, type, limit)),
  };
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

  minus(other: Side, action: ComparedAction, type: TypeCode, limit: number): Difference {
    if (action === readAndModify) {
      return compareReach(this.reaches("modify"), other.reaches("read"), type, this.forest, limit);
    }
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

function standingOf({ people, rules, forest }: AccessEngine, id: string): Standing {
  const principal = people.find(id);
  return principal === undefined ? noStanding : compileStanding(principal, false, people, rules, forest);
}

function tally(
  actions: readonly ComparedAction[],
  differenceIn: (action: ComparedAction, type: TypeCode) => Difference,
): Tally[] {
  return actions.flatMap((action) =>
    objectTypes.flatMap((type, code) => {
      const { count, samples } = differenceIn(action, code);
      return count > 0 ? [{ action, type, count, samples }] : [];
    }),
  );
}
