import type { AccessDifference } from "../diff";
import type { Because, Told } from "./because";
import { type Crossing, crossingsOf, isGain, together } from "./crossings";

type Person = { readonly id: string; readonly crossings: readonly Crossing[] };

/** One of those whose access changes; or several members of a group for whom it changes alike, for the same reason. */
export type PreviewRow = {
  readonly people: readonly Person[];
  readonly group: string | null;
  /** Of all of them together. */
  readonly crossings: readonly Crossing[];
  readonly because: Because;
};

/** How many gain something, how many lose something, and how many are named where nothing changes for them. */
export type PreviewCounts = { gain: number; lose: number; stay: number };

const rowsInStep = 200;

/** Groups come first, the largest at the top; in steps of a few milliseconds. */
export function* rowsInSteps(
  differences: readonly AccessDifference[],
  tell: (difference: AccessDifference) => Told,
): Generator<number, PreviewRow[]> {
  const rows = new Map<string, Told & { people: Person[] }>();
  for (const [index, difference] of differences.entries()) {
    if (index % rowsInStep === 0) yield index / differences.length;
    const { through, because } = tell(difference);
    const crossings = crossingsOf(difference);
    const changes = crossings.map(({ from, to }) => `${from} ${to}`);
    const key = through === null ? difference.principal : JSON.stringify([through, changes, because]);
    const person = { id: difference.principal, crossings };
    const known = rows.get(key);
    if (known) known.people.push(person);
    else rows.set(key, { people: [person], through, because });
  }
  return [...rows.values()]
    .map(({ people, through, because }) => ({
      ...{ people, because, group: people.length === 1 ? null : through },
      crossings: together(people.map(({ crossings }) => crossings)),
    }))
    .sort((one, other) => other.people.length - one.people.length);
}

export function countPeople(rows: readonly PreviewRow[], named: number): PreviewCounts {
  const counted = (isMeant: (row: PreviewRow) => boolean) =>
    rows.reduce((sum, row) => sum + (isMeant(row) ? row.people.length : 0), 0);
  return {
    gain: counted(({ crossings }) => crossings.some(isGain)),
    lose: counted(({ crossings }) => crossings.some((each) => !isGain(each))),
    stay: Math.max(0, named - counted(() => true)),
  };
}

/** What all rows are about, where that is the same. */
export function commonObjects(rows: readonly PreviewRow[]): Crossing["objects"] | null {
  const [first] = rows;
  const objects = first?.crossings[0]?.objects;
  if (!objects) return null;
  const wanted = JSON.stringify(objects);
  const isSame = ({ crossings }: PreviewRow) =>
    crossings.length === 1 && JSON.stringify(crossings[0]?.objects) === wanted;
  return objects.every(({ count, most }) => count === most) && rows.every(isSame) ? objects : null;
}
