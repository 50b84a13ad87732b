import { type AccessDifference, diffInSteps, readAndModify } from "../diff";
import type { AccessEngine } from "../engine";
import { findRulesWithin, type Guard, isKept } from "../guards/guard";
import { diffMoveInSteps, engineAfterMove, type Move } from "../move";
import { rulePermissions } from "../rules/rule-names";
import { type RuleChange, whatIf } from "../what-if";
import { teller } from "./because";
import { countPeople, type PreviewCounts, type PreviewRow, rowsInSteps } from "./rows";

export interface Compared<G> {
  readonly differences: AccessDifference[];
  /** The same for people to read. */
  readonly rows: PreviewRow[];
  readonly counts: PreviewCounts;
  /** The guards that are true and would not be any more. */
  readonly broken: G[];
}

/**
 * What a change would do to everybody's access, in steps of a few milliseconds, each with the share of people who were
 * looked at; nothing is changed. Throws InvalidWorld
 * where the change can't be made.
 */
export function* compareInSteps<G extends Guard>(
  engine: AccessEngine,
  change: RuleChange | Move | readonly RuleChange[],
  guards: readonly G[],
): Generator<number, Compared<G>> {
  if ("kind" in change && change.kind === "object_moved") {
    const differences = yield* diffMoveInSteps(engine, change, rulePermissions);
    if (differences.length + guards.length === 0) return unchanged;
    const objectIds = guards.map(({ targetId }) => targetId);
    const after = engineAfterMove(engine, change, objectIds);
    const rows = yield* rowsInSteps(differences, teller(engine, after, change));
    const broken = yield* findBroken(engine, after, guards);
    return { differences, rows, counts: countPeople(rows, 0), broken };
  }
  const { before, after, affected } = yield* whatIf(engine, "kind" in change ? [change] : change);
  const options = { actions: [...rulePermissions, readAndModify], samples: 0, principals: affected } as const;
  const differences = yield* diffInSteps(before, after, options);
  const rows = yield* rowsInSteps(differences, teller(before, after, change));
  const counts = countPeople(rows, countActive(affected, after));
  return { differences, rows, counts, broken: yield* findBroken(before, after, guards) };
}

const unchanged = { differences: [], rows: [], counts: { gain: 0, lose: 0, stay: 0 }, broken: [] };

function countActive(ids: ReadonlySet<string>, { people }: AccessEngine): number {
  let count = 0;
  for (const id of ids) if (people.find(id)?.active) count += 1;
  return count;
}

function* findBroken<G extends Guard>(
  before: AccessEngine,
  after: AccessEngine,
  guards: readonly G[],
): Generator<number, G[]> {
  const broken: G[] = [];
  const [was, is] = [findRulesWithin(before, guards), findRulesWithin(after, guards)];
  for (const guard of guards) {
    yield 1;
    if (!isKept(guard, after, is) && isKept(guard, before, was)) broken.push(guard);
  }
  return broken;
}
