import { appCategoryCode, findTypeCode, isGrantable, type TypeCode } from "./object-types";
import type { Identity } from "./people";
import { InvalidWorld, type Rule } from "./types";

export interface IndexedRule {
  readonly id: string;
  readonly type: TypeCode;
  readonly target: string | null;
  readonly givesModify: boolean;
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

type Index = Map<string, IndexedRule[]>;

const noRules: readonly IndexedRule[] = [];

/** The rules, found by whom they name and by what they are about. */
export class RuleBook {
  private readonly byId = new Map<string, IndexedRule>();
  private readonly byUser: Index = new Map();
  private readonly byGroup: Index = new Map();
  private readonly byTarget: Index = new Map();
  private readonly byWholeType: IndexedRule[][] = [];

  constructor(rules: readonly Rule[]) {
    for (const rule of rules) {
      if (this.byId.has(rule.id)) throw new InvalidWorld(`Two rules have the id "${rule.id}".`);
      this.add(indexed(rule));
    }
  }

  copy(): RuleBook {
    const book = new RuleBook([]);
    for (const rule of this.byId.values()) book.add(rule);
    return book;
  }

  all(): Iterable<IndexedRule> {
    return this.byId.values();
  }

  find(id: string): IndexedRule | undefined {
    return this.byId.get(id);
  }

  namingUser(id: string): readonly IndexedRule[] {
    return this.byUser.get(id) ?? noRules;
  }

  namingGroup(id: string): readonly IndexedRule[] {
    return this.byGroup.get(id) ?? noRules;
  }

  /** The rules that name the identity by its id or one of its groups, each once. */
  naming({ id, groups }: Identity): Set<IndexedRule> {
    const named = new Set(id === null ? [] : this.namingUser(id));
    for (const group of groups) for (const rule of this.namingGroup(group)) named.add(rule);
    return named;
  }

  /** The rules that name an object's id, whatever their type. */
  about(id: string): readonly IndexedRule[] {
    return this.byTarget.get(id) ?? noRules;
  }

  aboutAll(type: TypeCode): readonly IndexedRule[] {
    return this.byWholeType[type] ?? noRules;
  }

  add(rule: IndexedRule): void {
    this.byId.set(rule.id, rule);
    for (const shelf of this.shelves(rule)) shelf.push(rule);
  }

  remove(rule: IndexedRule): void {
    this.byId.delete(rule.id);
    for (const shelf of this.shelves(rule)) shelf.splice(shelf.indexOf(rule), 1);
  }

  private *shelves(rule: IndexedRule): Generator<IndexedRule[]> {
    for (const user of rule.users) yield shelfIn(this.byUser, user);
    for (const group of rule.groups) yield shelfIn(this.byGroup, group);
    if (rule.target !== null) yield shelfIn(this.byTarget, rule.target);
    else {
      this.byWholeType[rule.type] ??= [];
      yield this.byWholeType[rule.type]!;
    }
  }
}

/** A copy of the rule as the engine keeps it; throws when it is no rule at all. */
export function indexed(rule: Rule): IndexedRule {
  const { id, target, access } = rule;
  if (id === "") throw new InvalidWorld("A rule has an empty id.");
  const type = findTypeCode(rule.type);
  if (type === undefined || !isGrantable(type)) {
    throw new InvalidWorld(
      `The rule "${id}" has the type "${rule.type}", which access rules do not support.`,
    );
  }
  if (access !== "read" && access !== "modify") {
    throw new InvalidWorld(`The rule "${id}" grants the unknown access "${access}".`);
  }
  const givesModify = access === "modify" || type === appCategoryCode;
  return { id, type, target, givesModify, users: distinct(rule.users), groups: distinct(rule.groups) };
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}

function shelfIn(index: Index, key: string): IndexedRule[] {
  const known = index.get(key);
  if (known !== undefined) return known;
  const shelf: IndexedRule[] = [];
  index.set(key, shelf);
  return shelf;
}
