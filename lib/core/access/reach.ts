import { type Forest, type ObjectNode, typeBits } from "./forest";
import {
  datasetCode,
  datasetVersionCode,
  projectCode,
  projectContentCodes,
  type TypeCode,
} from "./object-types";
import type { IndexedRule } from "./rule-book";

/**
 * A reach is a set of objects, kept in a row of cells so that thousands of them lie close together:
 * - a bit for each type that is reached wholly, the number of spans' cells, the number of singles
 * - spans: starts and ends, in turn, of the positions of reached projects; ascending and disjoint
 * - singles: indexes of objects reached by themselves, ascending
 * It stays right until projects change or an object among the singles does.
 */
export type Cells = Int32Array;

const spanCountAt = 1;
const singleCountAt = 2;
const headLength = 3;

const beyondAll = 2 ** 30;
const versionBit = 1 << datasetVersionCode;
export const everywhereSpan: readonly number[] = [0, beyondAll];

/** The cells of everything that the rules give together, and of the types in the bits. */
export function compileReach(rules: readonly IndexedRule[], bits: number, forest: Forest): number[] {
  let types = bits;
  const starts: number[] = [];
  const singles = new Set<number>();
  const projects = forest.projects();
  for (const rule of rules) {
    if (rule.target === null) {
      types |= 1 << rule.type;
      continue;
    }
    const node = forest.find(rule.target);
    if (node?.type !== rule.type) continue;
    if (node.type === projectCode) starts.push(forest.starts[node.index]!);
    else singles.add(node.index);
  }
  const spans = (types & (1 << projectCode)) !== 0 ? everywhereSpan : mergeSpans(starts, projects, forest);
  return [types, spans.length, singles.size, ...spans, ...ascending([...singles])];
}

function mergeSpans(starts: number[], projects: readonly ObjectNode[], forest: Forest): number[] {
  const spans: number[] = [];
  let reached = -1;
  for (const start of ascending(starts)) {
    if (start < reached) continue;
    reached = forest.ends[projects[start]!.index]!;
    spans.push(start, reached);
  }
  return spans;
}

function ascending(numbers: number[]): number[] {
  return numbers.sort((a, b) => a - b);
}

/** The index of the first of some ascending cells that is above the value. */
function firstAbove(cells: Cells, from: number, to: number, value: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cells[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the object is reached by its type or its position, without the rules about the object itself. */
function covers(cells: Cells, at: number, place: number): boolean {
  if ((cells[at]! & place) !== 0) return true;
  const spans = at + headLength;
  return ((firstAbove(cells, spans, spans + cells[at + spanCountAt]!, place >> typeBits) - spans) & 1) === 1;
}

/** Whether the reach that begins at a cell holds the object. */
export function reaches(cells: Cells, at: number, object: number, forest: Forest): boolean {
  let asked = object;
  let place = forest.places[object]!;
  if ((place & versionBit) !== 0) {
    if ((cells[at]! & versionBit) !== 0) return true;
    asked = forest.homes[object]!;
    if (asked === -1) return false;
    place = forest.places[asked]!;
  }
  if (covers(cells, at, place)) return true;
  const singles = at + headLength + cells[at + spanCountAt]!;
  const next = firstAbove(cells, singles, singles + cells[at + singleCountAt]!, asked);
  return next > singles && cells[next - 1] === asked;
}

/** A reach to be listed, compared and looked at as a whole. */
export class Reach {
  readonly spans: readonly number[];
  readonly singles: readonly ObjectNode[];

  constructor(
    private readonly cells: Cells,
    private readonly at: number,
    private readonly forest: Forest,
  ) {
    const spans = at + headLength;
    const singles = spans + cells[at + spanCountAt]!;
    const end = singles + cells[at + singleCountAt]!;
    this.spans = [...cells.subarray(spans, singles)];
    this.singles = [...cells.subarray(singles, end)].map((index) => forest.at(index));
  }

  holdsWhole(type: TypeCode): boolean {
    return (this.cells[this.at]! & (1 << type)) !== 0;
  }

  covers(node: ObjectNode): boolean {
    return covers(this.cells, this.at, this.forest.places[node.index]!);
  }

  reaches(node: ObjectNode): boolean {
    return reaches(this.cells, this.at, node.index, this.forest);
  }

  equals(other: Reach): boolean {
    return (
      this.cells[this.at] === other.cells[other.at] &&
      isSame(this.spans, other.spans) &&
      isSame(this.singles, other.singles)
    );
  }

  /** The reached objects of a type, each once. */
  list(type: TypeCode): ObjectNode[] {
    const whole = this.holdsWhole(type);
    const found: ObjectNode[] = [];
    if (type === datasetVersionCode) {
      for (const dataset of this.list(datasetCode)) addAll(found, dataset.contents?.[type]);
    } else {
      const spans = whole ? everywhereSpan : this.spans;
      for (const shelf of shelvesWithin(spans, type, this.forest)) addAll(found, shelf);
    }
    // A project outside any other has a position like the rest and was found by it.
    if (whole && type !== projectCode) addAll(found, this.forest.outsideOf(type));
    for (const node of this.singles) if (node.type === type && !this.covers(node)) found.push(node);
    return found;
  }

  /** The projects that show: those that are reached, and those with something reached below. */
  listVisibleProjects(): ObjectNode[] {
    const marks = this.markVisible();
    return this.forest.projects().filter((_, position) => marks[position] === 1);
  }

  /** By position: 1 where the project shows. */
  markVisible(): Uint8Array {
    const { starts, ends } = this.forest;
    const projects = this.forest.projects();
    const marks = new Uint8Array(projects.length);
    for (let boundary = 0; boundary < this.spans.length; boundary += 2) {
      const start = this.spans[boundary]!;
      marks.fill(1, start, this.spans[boundary + 1]);
      markUpwards(marks, projects[start]?.parent, starts);
    }
    for (const { parent } of this.singles) markUpwards(marks, parent, starts);
    for (const type of this.wholeContents) {
      for (const { index } of projects) {
        const start = starts[index]!;
        if (marks[start] === 0 && this.forest.countWithin(type, start, ends[index]!) > 0) marks[start] = 1;
      }
    }
    return marks;
  }

  /** Whether something below the project is reached without the project being so. */
  reachesBelow(project: ObjectNode): boolean {
    const start = this.forest.starts[project.index]!;
    const end = this.forest.ends[project.index]!;
    return (
      this.spans.some((boundary, index) => index % 2 === 0 && boundary >= start && boundary < end) ||
      this.singles.some(({ parent }) => this.forest.isAtOrBelow(parent, project)) ||
      this.wholeContents.some((type) => this.forest.countWithin(type, start, end) > 0)
    );
  }

  private get wholeContents(): TypeCode[] {
    return projectContentCodes.filter((type) => this.holdsWhole(type));
  }
}

function markUpwards(marks: Uint8Array, from: ObjectNode | null | undefined, starts: Int32Array): void {
  for (let at = from; at && marks[starts[at.index]!] === 0; at = at.parent) marks[starts[at.index]!] = 1;
}

/** What lives, of a type, in each project at the positions in the spans; or those projects themselves. */
export function* shelvesWithin(
  spans: readonly number[],
  type: TypeCode,
  forest: Forest,
): Generator<readonly ObjectNode[]> {
  const projects = forest.projects();
  for (let boundary = 0; boundary < spans.length; boundary += 2) {
    const end = Math.min(spans[boundary + 1]!, projects.length);
    if (type === projectCode) yield projects.slice(spans[boundary], end);
    else {
      for (let position = spans[boundary]!; position < end; position += 1) {
        yield projects[position]!.contents?.[type] ?? [];
      }
    }
  }
}

function isSame<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

function addAll(found: ObjectNode[], nodes: Iterable<ObjectNode> | undefined): void {
  for (const node of nodes ?? []) found.push(node);
}
