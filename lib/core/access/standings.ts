import type { Forest } from "./forest";
import { QUEUE } from "./object-types";
import { ADMINS, EVERYONE, isOnBehalf, type People, type Person, QUEUE_ADMINS } from "./people";
import { ALL_TYPES, type Cells, compileReach, Reach } from "./reach";
import type { IndexedRule, RuleBook } from "./rule-book";
import type { Action } from "./types";

/** An action that rules or powers give; what is visible follows from what is read. */
export type GivenAction = Exclude<Action, "visible">;

/** What one identity reaches: the cells of a reach for each action. */
export type Standing = Readonly<Record<GivenAction, readonly number[]>>;

const NOTHING = [0, 0, 0];

export const NO_STANDING: Standing = { read: NOTHING, modify: NOTHING, manage: NOTHING, grant: NOTHING };

const GIVEN_ACTIONS = ["read", "modify", "manage", "grant"] as const;

/** How many cells all rows together may take before they are dropped and compiled again on demand. */
const CELL_LIMIT = 2 ** 21;

/** The row of whoever reaches nothing: it comes first. */
export const NOBODY = 0;

export function compileStanding(
  person: Person,
  lent: boolean,
  people: People,
  rules: RuleBook,
  forest: Forest,
): Standing {
  if (!person.active) return NO_STANDING;
  const groups = people.groupsOf(person.id, lent);
  const given = [...rules.namingUser(person.id)];
  for (const group of groups) for (const rule of rules.namingGroup(group)) given.push(rule);
  const all = groups.includes(ADMINS) ? ALL_TYPES : 0;
  const queues = groups.includes(QUEUE_ADMINS) ? 1 << QUEUE : 0;
  return {
    read: compileReach(given, all | queues, forest),
    modify: compileReach(
      given.filter((rule) => rule.givesModify),
      all,
      forest,
    ),
    manage: compileReach([], queues, forest),
    grant: compileReach([], all, forest),
  };
}

/**
 * What each identity reaches, compiled when first asked about and kept side by side in one array of cells.
 * A row begins with the places of its four reaches, in the order of the actions.
 */
export class Standings {
  cells: Cells = new Int32Array(2 ** 14);
  private used = 0;

  constructor(
    private readonly people: People,
    private readonly rules: RuleBook,
    private readonly forest: Forest,
  ) {
    this.clear();
  }

  /** The row of whoever is asking. */
  find(principalId: string, onBehalfOf: string | null | undefined): number {
    const person = this.people.findActing(principalId, onBehalfOf);
    if (person === undefined) return NOBODY;
    if (isOnBehalf(principalId, onBehalfOf)) {
      if (person.lent === -1) person.lent = this.compile(person, true);
      return person.lent;
    }
    if (person.own === -1) person.own = this.compile(person, false);
    return person.own;
  }

  /** Where in the cells the reach of a row's action begins. */
  placeOf(row: number, action: GivenAction): number {
    switch (action) {
      case "read":
        return this.cells[row]!;
      case "modify":
        return this.cells[row + 1]!;
      case "manage":
        return this.cells[row + 2]!;
      case "grant":
        return this.cells[row + 3]!;
    }
  }

  reachOf(row: number, action: GivenAction): Reach {
    return new Reach(this.cells, this.placeOf(row, action), this.forest);
  }

  forgetEach(ids: Iterable<string>): void {
    for (const id of ids) {
      const person = this.people.find(id);
      if (person !== undefined) forget(person);
    }
  }

  forgetNamed(rule: IndexedRule): void {
    this.forgetEach(rule.users);
    for (const group of rule.groups) {
      if (group === EVERYONE) this.forgetAll();
      else this.forgetEach(this.people.membersOf(group));
    }
  }

  forgetAll(): void {
    for (const person of this.people.all()) forget(person);
    this.clear();
  }

  private clear(): void {
    this.used = 0;
    this.store(GIVEN_ACTIONS.map((action) => NO_STANDING[action]));
  }

  private compile(person: Person, lent: boolean): number {
    const standing = compileStanding(person, lent, this.people, this.rules, this.forest);
    const reaches = GIVEN_ACTIONS.map((action) => standing[action]);
    const size = reaches.flat().length + reaches.length;
    if (this.used + size > CELL_LIMIT) this.forgetAll();
    if (this.used + size > this.cells.length) {
      const cells = new Int32Array(2 * (this.used + size));
      cells.set(this.cells);
      this.cells = cells;
    }
    return this.store(reaches);
  }

  private store(reaches: readonly (readonly number[])[]): number {
    const row = this.used;
    this.used += reaches.length;
    reaches.forEach((reach, index) => {
      this.cells[row + index] = this.used;
      this.cells.set(reach, this.used);
      this.used += reach.length;
    });
    return row;
  }
}

function forget(person: Person): void {
  person.own = -1;
  person.lent = -1;
}
