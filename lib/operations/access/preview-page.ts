import { db } from "@/db/client";
import { listNames } from "@/db/reads/access-questions";
import { listMembersNamed, type MemberOption } from "@/db/reads/members";
import type { AccessEngine } from "@/lib/core/access/engine";
import type { Because } from "@/lib/core/access/previews/because";
import { type Held, objectsText } from "@/lib/core/access/previews/crossings";
import type { PreviewRow } from "@/lib/core/access/previews/rows";
import { becauseText } from "@/lib/core/access/previews/sentences";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type Page, type PageBounds, pageOf } from "@/lib/core/page";

export type PreviewEntry = {
  key: string;
  /** Of a group: how many of its members these are, and the names of some. */
  who: MemberOption | { kind: "group"; name: string; people: number; names: string[] };
  /** What the change itself does to whom it names. */
  mark: Mark | null;
  crossings: { from: Held; to: Held; objects: string }[];
  because: string;
};

export type Mark = "added" | "removed";
/** By the ids of users, and the keys of groups that rules know them by. */
export type Marks = ReadonlyMap<string, Mark>;

const perPage = 10;
const namesShown = 2;

/** One page of those whose access changes: groups first, then the others by name; or of those of one group alone. */
export async function pageOfRows(
  workspaceId: WorkspaceId,
  engine: AccessEngine,
  { rows, marks }: { rows: readonly PreviewRow[]; marks: Marks },
  { page, within }: { page: number; within: string | null },
): Promise<Page<PreviewEntry>> {
  const opened = within === null ? undefined : rows.find((row, at) => row.group && keyOf(row, at) === within);
  const groups = opened ? [] : rows.filter(({ group }) => group !== null);
  const single = new Map<string, PreviewRow>();
  for (const row of opened ? [opened] : rows) {
    if (!opened && row.group !== null) continue;
    for (const person of row.people)
      single.set(person.id, { ...row, people: [person], crossings: person.crossings });
  }
  const bounds = pageOf(groups.length + single.size, page, perPage);
  const shownGroups = groups.slice(bounds.offset, bounds.offset + perPage);
  const members = await listSingles(workspaceId, [...single.keys()], bounds, groups.length);
  const shownRows = [...shownGroups, ...members.map(({ id }) => single.get(id)!)];
  const [names, some] = await Promise.all([
    namesOf(workspaceId, engine, shownRows),
    someMembers(workspaceId, shownGroups),
  ]);

  function entryOf(row: PreviewRow, key: string, who: PreviewEntry["who"]): PreviewEntry {
    const crossings = row.crossings.map(({ from, to, objects }) => ({
      from,
      to,
      objects: objectsText(objects),
    }));
    const [first] = row.people;
    const mark = marks.get((who.kind === "group" ? row.group : first?.id) ?? "") ?? null;
    return { key, who, mark, crossings, because: becauseText(row.because, who.kind === "group", names) };
  }
  const ofGroups = shownGroups.map((row) =>
    entryOf(row, keyOf(row, rows.indexOf(row)), {
      kind: "group",
      name: names.groupNamed(row.group ?? "") ?? "A group",
      people: row.people.length,
      names: namesIn(someOf(row), some),
    }),
  );
  const ofSingles = members.map((member) => entryOf(single.get(member.id)!, member.id, member));
  return { ...bounds, rows: [...ofGroups, ...ofSingles] };
}

/** Of a row of a group; it holds while the workspace stays as it is. */
function keyOf({ group }: PreviewRow, at: number): string {
  return `${group} ${at}`;
}

async function listSingles(
  workspaceId: WorkspaceId,
  ids: readonly string[],
  { offset, limit }: PageBounds,
  before: number,
): Promise<MemberOption[]> {
  const from = Math.max(0, offset - before);
  const until = Math.max(0, offset + limit - before);
  if (until === 0 || ids.length === 0) return [];
  return listMembersNamed(workspaceId, ids, { limit: until - from, offset: from });
}

async function someMembers(workspaceId: WorkspaceId, rows: readonly PreviewRow[]): Promise<MemberOption[]> {
  const ids = rows.flatMap(someOf);
  return ids.length === 0 ? [] : listMembersNamed(workspaceId, ids, { limit: ids.length, offset: 0 });
}

function someOf({ people }: PreviewRow): string[] {
  return people.slice(0, namesShown).map(({ id }) => id);
}

function namesIn(ids: readonly string[], members: readonly MemberOption[]): string[] {
  return members.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
}

async function namesOf(workspaceId: WorkspaceId, engine: AccessEngine, rows: readonly PreviewRow[]) {
  const groups = new Set<string>();
  const objects = new Set<string>();
  for (const { group, because } of rows) {
    for (const key of [group, groupIn(because)]) if (key) groups.add(key);
    if ("on" in because && "at" in because.on) objects.add(because.on.at);
  }
  const found =
    groups.size + objects.size === 0
      ? { groups: [], objects: [] }
      : await listNames(
          workspaceId,
          {
            groups: [...groups],
            objects: [...objects].flatMap((id) => ({ id, type: engine.typeOf(id) ?? "" })),
          },
          db(),
        );
  const groupNames = new Map(found.groups.map(({ id, builtIn, name }) => [builtIn ?? id, name]));
  const objectNames = new Map(found.objects.map((object) => [object.id, object]));
  return {
    groupNamed: (key: string) => groupNames.get(key),
    objectNamed: (id: string) => objectNames.get(id),
  };
}

function groupIn(because: Because): string | null {
  return "group" in because ? because.group : null;
}
