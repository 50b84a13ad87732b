import {
  datasetCode,
  datasetVersionCode,
  findTypeCode,
  mayHold,
  objectTypes,
  projectCode,
  type TypeCode,
  typeName,
} from "./object-types";
import { InvalidWorld, type Resource } from "./types";

type Contents = (ObjectNode[] | undefined)[];

export class ObjectNode {
  parent: ObjectNode | null = null;
  /** What lives directly in here, by type. */
  contents: Contents | undefined = undefined;

  constructor(
    readonly index: number,
    readonly id: string,
    readonly type: TypeCode,
    readonly parentId: string | null,
  ) {}
}

/** Above them in a place, a position has room for millions of projects. */
export const typeBits = objectTypes.length;
export const allTypeBits = 2 ** typeBits - 1;

const noNodes: readonly ObjectNode[] = [];

/**
 * The objects of a workspace, each with a small index of its own. Projects are numbered so that a subtree is one
 * range of positions; the numbers are drawn up again, on demand, after projects were added, moved or removed.
 */
export class Forest {
  /**
   * By index: the position of the project that the object is or lives in, else -1, over the bit of its type. One
   * cell, so that a check touches little memory.
   */
  places = new Int32Array(0);
  /** By index: the index of the project that an object is or lives in, of the dataset for a version, else -1. */
  homes = new Int32Array(0);
  /** By a project's index: those at or below it are exactly the positions from start up to end. */
  starts = new Int32Array(0);
  ends = new Int32Array(0);

  private readonly indexes = new Map<string, number>();
  private readonly nodes: (ObjectNode | undefined)[] = [];
  private readonly free: number[] = [];
  private readonly outside: Contents = [];
  /** What names a parent that does not exist, by that parent's id. */
  private readonly waiting = new Map<string, Contents>();
  private order: ObjectNode[] = [];
  private numbered = false;
  private sums: (number[] | undefined)[] = [];
  private outsides: (number | undefined)[] = [];
  private readonly counts = objectTypes.map(() => 0);

  constructor(resources: readonly Resource[]) {
    this.reserve(resources.length);
    for (const resource of resources) {
      const type = typeOf(resource);
      if (this.indexes.has(resource.id)) throw new InvalidWorld(`Two objects have the id "${resource.id}".`);
      this.enter(resource.id, type, resource.parent ?? null);
    }
    for (const node of this.all()) this.place(node);
    // Projects in a cycle hang from no root, so numbering from the roots misses them.
    if (this.projects().length !== this.counts[projectCode])
      throw new InvalidWorld("Some projects contain themselves.");
  }

  get size(): number {
    return this.indexes.size;
  }

  get isNumbered(): boolean {
    return this.numbered;
  }

  indexOf(id: string): number | undefined {
    return this.indexes.get(id);
  }

  at(index: number): ObjectNode {
    return this.nodes[index]!;
  }

  find(id: string): ObjectNode | undefined {
    const index = this.indexes.get(id);
    return index === undefined ? undefined : this.nodes[index];
  }

  *all(): Generator<ObjectNode> {
    for (const node of this.nodes) if (node !== undefined) yield node;
  }

  /** Every project, in the order of positions. */
  projects(): readonly ObjectNode[] {
    if (!this.numbered) this.number();
    return this.order;
  }

  /** The objects of a type that are in no existing parent. */
  *outsideOf(type: TypeCode): Generator<ObjectNode> {
    yield* this.outside[type] ?? noNodes;
    for (const contents of this.waiting.values()) yield* contents[type] ?? noNodes;
  }

  /** How many objects of a type are in no existing parent. */
  countOutside(type: TypeCode): number {
    this.outsides[type] ??= countAll(this.outsideOf(type));
    return this.outsides[type];
  }

  /** How many versions there are of datasets that are in no project. */
  countVersionsOutside(): number {
    const type = datasetVersionCode;
    return this.counts[type]! - this.countOutside(type) - this.countWithin(type, 0, this.projects().length);
  }

  isAtOrBelow(node: ObjectNode | null, top: ObjectNode): boolean {
    for (let at = node; at !== null; at = at.parent) if (at === top) return true;
    return false;
  }

  /** The object and everything below it. */
  *subtree(top: ObjectNode): Generator<ObjectNode> {
    const stack = [top];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      yield node;
      for (const child of childrenIn(node.contents)) stack.push(child);
    }
  }

  /** What has the id and everything below it, also where nothing has the id any more. */
  *atOrBelow(id: string): Generator<ObjectNode> {
    const node = this.find(id);
    if (node !== undefined) yield* this.subtree(node);
    else for (const child of childrenIn(this.waiting.get(id))) yield* this.subtree(child);
  }

  /**
   * How many objects of a type live in the projects at the positions from start up to end, or are those projects; of
   * versions, how many the datasets there have.
   */
  countWithin(type: TypeCode, start: number, end: number): number {
    const projects = this.projects();
    let sums = this.sums[type];
    if (sums === undefined) {
      sums = [0];
      let sum = 0;
      for (const project of projects) {
        sum += countIn(project, type);
        sums.push(sum);
      }
      this.sums[type] = sums;
    }
    return sums[Math.min(end, projects.length)]! - sums[start]!;
  }

  /** Adds an object or replaces the one with its id; false when nothing changes. */
  put(resource: Resource): boolean {
    const { id } = resource;
    const type = typeOf(resource);
    const parentId = resource.parent ?? null;
    const known = this.find(id);
    if (known?.type === type && known.parentId === parentId) return false;
    this.refuseMisfit(id, type, parentId, known === undefined ? this.waiting.get(id) : known.contents);
    if (known !== undefined) this.remove(id);
    const node = this.enter(id, type, parentId);
    this.place(node);
    node.contents = this.waiting.get(id);
    this.waiting.delete(id);
    for (const child of childrenIn(node.contents)) this.hang(child, node);
    this.changed(type);
    return true;
  }

  /** Removes an object; what lived in it stays, without a parent. */
  remove(id: string): boolean {
    const node = this.find(id);
    if (node === undefined) return false;
    const shelf = this.shelf(node);
    const last = shelf.pop()!;
    if (last !== node) shelf[shelf.indexOf(node)] = last;
    this.indexes.delete(id);
    this.nodes[node.index] = undefined;
    this.free.push(node.index);
    this.counts[node.type]! -= 1;
    if (node.contents !== undefined) this.waiting.set(id, node.contents);
    for (const child of childrenIn(node.contents)) this.hang(child, null);
    this.changed(node.type);
    return true;
  }

  private changed(type: TypeCode): void {
    if (type === projectCode) {
      this.numbered = false;
      this.outsides = [];
      return;
    }
    for (const each of type === datasetCode ? [type, datasetVersionCode] : [type]) {
      this.sums[each] = undefined;
      this.outsides[each] = undefined;
    }
  }

  private enter(id: string, type: TypeCode, parentId: string | null): ObjectNode {
    const index = this.free.pop() ?? this.nodes.length;
    if (index === this.places.length) this.reserve(2 * index + 16);
    const node = new ObjectNode(index, id, type, parentId);
    this.indexes.set(id, index);
    this.nodes[index] = node;
    this.places[index] = 1 << type;
    this.counts[type]! += 1;
    return node;
  }

  private place(node: ObjectNode): void {
    this.hang(node, this.existingParent(node.parentId, node.type));
    this.shelf(node).push(node);
  }

  private hang(node: ObjectNode, parent: ObjectNode | null): void {
    node.parent = parent;
    this.homes[node.index] = node.type === projectCode ? node.index : (parent?.index ?? -1);
    this.locate(node.index);
  }

  private locate(index: number): void {
    const home = this.homes[index]!;
    const type = this.places[index]! & allTypeBits;
    this.places[index] = ((home === -1 ? -1 : this.starts[home]!) << typeBits) | type;
  }

  private reserve(size: number): void {
    this.places = enlarged(this.places, new Int32Array(size));
    this.homes = enlarged(this.homes, new Int32Array(size));
    this.starts = enlarged(this.starts, new Int32Array(size));
    this.ends = enlarged(this.ends, new Int32Array(size));
  }

  private existingParent(parentId: string | null, type: TypeCode): ObjectNode | null {
    const parent = parentId === null ? undefined : this.find(parentId);
    if (parent === undefined) return null;
    if (!mayHold(parent.type, type)) throw misfit(parent.id, parent.type, type);
    return parent;
  }

  private refuseMisfit(
    id: string,
    type: TypeCode,
    parentId: string | null,
    contents: Contents | undefined,
  ): void {
    if (parentId === id) throw new InvalidWorld(`"${id}" cannot be its own parent.`);
    for (const child of childrenIn(contents))
      if (!mayHold(type, child.type)) throw misfit(id, type, child.type);
    for (let at = this.existingParent(parentId, type); at !== null; at = at.parent) {
      if (at.parentId === id) throw new InvalidWorld(`"${id}" would contain itself.`);
    }
  }

  private shelf(node: ObjectNode): ObjectNode[] {
    let contents: Contents;
    if (node.parent !== null) {
      node.parent.contents ??= [];
      contents = node.parent.contents;
    } else if (node.parentId === null) {
      contents = this.outside;
    } else {
      const waiting = this.waiting.get(node.parentId);
      contents = waiting ?? [];
      if (waiting === undefined) this.waiting.set(node.parentId, contents);
    }
    contents[node.type] ??= [];
    return contents[node.type]!;
  }

  private number(): void {
    const stack = [...this.outsideOf(projectCode)];
    const order: ObjectNode[] = [];
    for (let project = stack.pop(); project !== undefined; project = stack.pop()) {
      this.starts[project.index] = order.length;
      order.push(project);
      this.ends[project.index] = order.length;
      for (const child of project.contents?.[projectCode] ?? noNodes) stack.push(child);
    }
    for (const { parent, index } of order.toReversed()) {
      if (parent !== null) this.ends[parent.index] = Math.max(this.ends[parent.index]!, this.ends[index]!);
    }
    for (let index = 0; index < this.nodes.length; index += 1) this.locate(index);
    this.order = order;
    this.numbered = true;
    this.sums = [];
  }
}

function enlarged<Cells extends { set(from: Cells): void }>(from: Cells, to: Cells): Cells {
  to.set(from);
  return to;
}

function countIn(project: ObjectNode, type: TypeCode): number {
  if (type === projectCode) return 1;
  if (type !== datasetVersionCode) return project.contents?.[type]?.length ?? 0;
  const datasets = project.contents?.[datasetCode] ?? noNodes;
  return datasets.reduce((sum, dataset) => sum + versionsOf(dataset).length, 0);
}

export function versionsOf(dataset: ObjectNode): readonly ObjectNode[] {
  return dataset.contents?.[datasetVersionCode] ?? noNodes;
}

function countAll(nodes: Iterable<ObjectNode>): number {
  let count = 0;
  for (const _ of nodes) count += 1;
  return count;
}

function* childrenIn(contents: Contents | undefined): Generator<ObjectNode> {
  for (const shelf of contents ?? []) yield* shelf ?? noNodes;
}

function typeOf(resource: Resource): TypeCode {
  if (resource.id === "") throw new InvalidWorld("An object has an empty id.");
  const type = findTypeCode(resource.type);
  if (type === undefined) throw new InvalidWorld(`"${resource.id}" has the unknown type "${resource.type}".`);
  if (type === datasetVersionCode && (resource.parent ?? null) === null) {
    throw new InvalidWorld(`The dataset version "${resource.id}" has no dataset.`);
  }
  return type;
}

function misfit(parentId: string, parent: TypeCode, child: TypeCode): InvalidWorld {
  return new InvalidWorld(`"${parentId}" is a ${typeName(parent)} and cannot hold a ${objectTypes[child]}.`);
}
