import { ALL_TYPES, type Forest } from "./forest";
import { QUEUE } from "./object-types";
import { ADMINS, EVERYONE, isOnBehalf, type People, QUEUE_ADMINS } from "./people";
import { type Cells, compileReach, Reach } from "./reach";
import type { IndexedRule, RuleBook } from "./rule-book";
import type { Action, Principal } from "./types";

/** An action that rules or powers give; what is visible follows from what is read. */
export type GivenAction = Exclude<Action, "visible">;

/** What one identity reaches: the cells of a reach for each action. */
export type Standing = Readonly<Record<GivenAction, readonly number[]>>;

const NOTHING = [0, 0, 0];

export const NO_STANDING: Standing = { read: NOTHING, modify: NOTHING, manage: NOTHING, grant: NOTHING };

const OTHER_ACTIONS = ["modify", "manage", "grant"] as const;

/** How many cells all rows together may take before they are dropped and compiled again on demand. */
const CELL_LIMIT = 2 ** 21;

/** The row of a principal that reaches nothing. It comes first. */
const NOBODY = 0;

export function compileStanding(
  principal: Principal,
  lent: boolean,
  people: People,
  rules: RuleBook,
  forest: Forest,
): Standing {
  if (!principal.active) return NO_STANDING;
  const groups = people.groupsOf(principal.id, lent);
  const given = [...rules.namingUser(principal.id)];
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
 * A row begins with how far off its reaches begin, but for that of read, which follows at once.
 */
export class Standings {
  cells: Cells = new Int32Array(2 ** 14);
  private used = 0;
  private readonly ownRows = new Map<string, number>();
  private readonly lentRows = new Map<string, number>();

  constructor(
    private readonly people: People,
    private readonly rules: RuleBook,
    private readonly forest: Forest,
  ) {
    this.clear();
  }

  /** The row of the principal that asks. */
  find(principalId: string, onBehalfOf: string | null | undefined): number {
    if (!isOnBehalf(principalId, onBehalfOf)) {
      return this.ownRows.get(principalId) ?? this.compile(principalId, this.ownRows, false);
    }
    if (!this.people.mayActForOthers(principalId)) return NOBODY;
    return this.lentRows.get(onBehalfOf) ?? this.compile(onBehalfOf, this.lentRows, true);
  }

  /** Where in the cells the reach of a row's action begins. */
  placeOf(row: number, action: GivenAction): number {
    switch (action) {
      case "read":
        return row + OTHER_ACTIONS.length;
      case "modify":
        return row + this.cells[row]!;
      case "manage":
        return row + this.cells[row + 1]!;
      case "grant":
        return row + this.cells[row + 2]!;
    }
  }

  reachOf(row: number, action: GivenAction): Reach {
    return new Reach(this.cells, this.placeOf(row, action), this.forest);
  }

  forgetEach(ids: Iterable<string>): void {
    for (const id of ids) {
      this.ownRows.delete(id);
      this.lentRows.delete(id);
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
    this.ownRows.clear();
    this.lentRows.clear();
    this.clear();
  }

  private clear(): void {
    this.used = 0;
    this.append(rowOf(NO_STANDING));
  }

  private compile(id: string, rows: Map<string, number>, lent: boolean): number {
    const principal = this.people.find(id);
    if (principal === undefined) return NOBODY;
    const row = rowOf(compileStanding(principal, lent, this.people, this.rules, this.forest));
    if (this.used + row.length > CELL_LIMIT) this.forgetAll();
    rows.set(id, this.used);
    return this.append(row);
  }

  private append(row: readonly number[]): number {
    const start = this.used;
    this.used += row.length;
    if (this.used > this.cells.length) {
      const cells = new Int32Array(2 * this.used);
      cells.set(this.cells);
      this.cells = cells;
    }
    this.cells.set(row, start);
    return start;
  }
}

function rowOf(standing: Standing): number[] {
  const others = OTHER_ACTIONS.map((action) => standing[action]);
  let next = OTHER_ACTIONS.length + standing.read.length;
  const starts = others.map((reach) => {
    const start = next;
    next += reach.length;
    return start;
  });
  return [...starts, ...standing.read, ...others.flat()];
}
