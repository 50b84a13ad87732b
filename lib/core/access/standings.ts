import { allTypeBits, type Forest } from "./forest";
import { queueCode } from "./object-types";
import { adminsId, everyoneId, type Identity, isOnBehalf, type People, queueAdminsId } from "./people";
import { type Cells, compileReach, Reach } from "./reach";
import type { IndexedRule, RuleBook } from "./rule-book";
import type { Action, Principal } from "./types";

/** An action that rules or powers give; what is visible follows from what is read. */
export type GivenAction = Exclude<Action, "visible">;

/** What one identity reaches: the cells of a reach for each action. */
export type Standing = Readonly<Record<GivenAction, readonly number[]>>;

const noSpans = [0, 0, 0];

export const noStanding: Standing = { read: noSpans, modify: noSpans, manage: noSpans, grant: noSpans };

const otherActions = ["modify", "manage", "grant"] as const;

/** How many cells all rows together may take before they are dropped and compiled again on demand. */
const mostCells = 2 ** 21;

/** The row of a principal that reaches nothing. It comes first. */
const nobodyAt = 0;

export function compileStanding(
  principal: Principal,
  lent: boolean,
  people: People,
  rules: RuleBook,
  forest: Forest,
): Standing {
  if (!principal.active) return noStanding;
  return compileIdentity(people.identityOf(principal, lent), rules, forest);
}

export function compileIdentity(identity: Identity, rules: RuleBook, forest: Forest): Standing {
  const { groups } = identity;
  const given = [...rules.naming(identity)];
  const all = groups.includes(adminsId) ? allTypeBits : 0;
  const queues = groups.includes(queueAdminsId) ? 1 << queueCode : 0;
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
 * A row begins with how far off its reaches begin, but for that of read, which follows directly.
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
    if (!this.people.mayActForOthers(principalId)) return nobodyAt;
    return this.lentRows.get(onBehalfOf) ?? this.compile(onBehalfOf, this.lentRows, true);
  }

  /** Where in the cells the reach of a row's action begins. */
  placeOf(row: number, action: GivenAction): number {
    switch (action) {
      case "read":
        return row + otherActions.length;
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
      if (group === everyoneId) this.forgetAll();
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
    this.append(rowOf(noStanding));
  }

  private compile(id: string, rows: Map<string, number>, lent: boolean): number {
    const principal = this.people.find(id);
    if (principal === undefined) return nobodyAt;
    const row = rowOf(compileStanding(principal, lent, this.people, this.rules, this.forest));
    if (this.used + row.length > mostCells) this.forgetAll();
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
  const others = otherActions.map((action) => standing[action]);
  let next = otherActions.length + standing.read.length;
  const starts = others.map((reach) => {
    const start = next;
    next += reach.length;
    return start;
  });
  return [...starts, ...standing.read, ...others.flat()];
}
