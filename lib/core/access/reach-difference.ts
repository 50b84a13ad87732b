import type { Forest, ObjectNode } from "./forest";
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
  if (type === datasetVersionCode) {
    return countAll(versionsOnlyIn(one, other, forest), limit);
  }
  const count = countOnlyIn(one, other, type, forest);
  const samples = count > 0 && limit > 0 ? firstIds(onlyIn(one, other, type, forest), limit) : [];
  return { count, samples };
}

/** Counts what there is, keeping the first ids. */
function countAll(nodes: Iterable<{ readonly id: string }>, limit: number): Difference {
  const samples: string[] = [];
  let count = 0;
  for (const { id } of nodes) {
    if (count < limit) samples.push(id);
    count += 1;
  }
  return { count, samples };
}

function firstIds(nodes: Iterable<ObjectNode>, limit: number): string[] {
  const ids: string[] = [];
  for (const { id } of nodes) {
    if (ids.length === limit) break;
    ids.push(id);
  }
  return ids;
}

function countOnlyIn(one: Reach, other: Reach, type: TypeCode, forest: Forest): number {
  const spans = spansOnlyIn(one, other, type);
  let count = takesOutside(one, other, type) ? forest.countOutside(type) : 0;
  for (let at = 0; at < spans.length; at += 2) count += forest.countWithin(type, spans[at]!, spans[at + 1]!);
  for (const node of other.singles)
    if (node.type === type && one.covers(node) && !other.covers(node)) count -= 1;
  for (const node of one.singles) if (node.type === type && isSingledOut(node, one, other)) count += 1;
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

function* versionsOnlyIn(one: Reach, other: Reach, forest: Forest): Generator<ObjectNode> {
  for (const dataset of onlyIn(one, other, datasetCode, forest))
    yield* dataset.contents?.[datasetVersionCode] ?? [];
  if (takesOutside(one, other, datasetVersionCode)) yield* forest.outsideOf(datasetVersionCode);
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
