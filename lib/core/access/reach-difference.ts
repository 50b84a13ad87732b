import { type Forest, type ObjectNode, versionsOf } from "./forest";
import { datasetCode, datasetVersionCode, projectCode, type TypeCode } from "./object-types";
import { everywhereSpan, type Reach, shelvesWithin } from "./reach";

export interface Difference {
  readonly count: number;
  readonly samples: readonly string[];
}

/** How many objects of a type are in one reach and not in the other, with the first few of them. */
export function compareReach(
  one: Reach,
  other: Reach,
  type: TypeCode,
  forest: Forest,
  limit: number,
): Difference {
  const count = countOnlyIn(one, other, type, forest);
  if (count === 0 || limit === 0) return { count, samples: [] };
  const nodes = type === datasetVersionCode ? versionsOnlyIn : onlyIn;
  return { count, samples: firstIds(nodes(one, other, type, forest), limit) };
}

function firstIds(nodes: Iterable<ObjectNode>, limit: number): string[] {
  const ids: string[] = [];
  for (const { id } of nodes) {
    ids.push(id);
    if (ids.length === limit) break;
  }
  return ids;
}

/** Versions are counted by their datasets. */
function countOnlyIn(one: Reach, other: Reach, type: TypeCode, forest: Forest): number {
  const isVersion = type === datasetVersionCode;
  const holder = isVersion ? datasetCode : type;
  const weigh = (node: ObjectNode) => (isVersion ? versionsOf(node).length : 1);
  let count = 0;
  if (takesOutside(one, other, type)) count += forest.countOutside(type);
  if (isVersion && takesOutside(one, other, holder)) count += forest.countVersionsOutside();
  const spans = spansOnlyIn(one, other, holder);
  for (let at = 0; at < spans.length; at += 2) count += forest.countWithin(type, spans[at]!, spans[at + 1]!);
  for (const node of other.singles) {
    if (node.type === holder && one.covers(node) && !other.covers(node)) count -= weigh(node);
  }
  for (const node of one.singles) {
    if (node.type === holder && isSingledOut(node, one, other)) count += weigh(node);
  }
  return count;
}

function* onlyIn(one: Reach, other: Reach, type: TypeCode, forest: Forest): Generator<ObjectNode> {
  for (const shelf of shelvesWithin(spansOnlyIn(one, other, type), type, forest)) {
    for (const node of shelf) if (!other.reaches(node)) yield node;
  }
  if (takesOutside(one, other, type)) {
    for (const node of forest.outsideOf(type)) if (!other.reaches(node)) yield node;
  }
  for (const node of one.singles) if (node.type === type && isSingledOut(node, one, other)) yield node;
}

function* versionsOnlyIn(one: Reach, other: Reach, type: TypeCode, forest: Forest): Generator<ObjectNode> {
  for (const dataset of onlyIn(one, other, datasetCode, forest)) yield* versionsOf(dataset);
  if (takesOutside(one, other, type)) yield* forest.outsideOf(type);
}

function spansOnlyIn(one: Reach, other: Reach, type: TypeCode): number[] {
  return subtractSpans(
    one.holdsWhole(type) ? everywhereSpan : one.spans,
    other.holdsWhole(type) ? everywhereSpan : other.spans,
  );
}

/** Every project has a position, even outside any other; what else is outside is reached by its type alone. */
function takesOutside(one: Reach, other: Reach, type: TypeCode): boolean {
  return type !== projectCode && one.holdsWhole(type) && !other.holdsWhole(type);
}

function isSingledOut(node: ObjectNode, one: Reach, other: Reach): boolean {
  return !one.covers(node) && !other.reaches(node);
}

function subtractSpans(from: readonly number[], taken: readonly number[]): number[] {
  const left: number[] = [];
  let passed = 0;
  let passedTaken = 0;
  let inside = false;
  while (passed < from.length) {
    const boundary = Math.min(from[passed]!, taken[passedTaken] ?? Infinity);
    if (from[passed] === boundary) passed += 1;
    if (taken[passedTaken] === boundary) passedTaken += 1;
    const isLeft = passed % 2 === 1 && passedTaken % 2 === 0;
    if (isLeft !== inside) left.push(boundary);
    inside = isLeft;
  }
  return left;
}
