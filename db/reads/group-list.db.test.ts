import { beforeAll, describe, expect, test } from "vitest";
import { fillWorkspace } from "@/db/testing/factories/bulk";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { builtInGroups } from "@/lib/core/workspace/built-in-groups";
import { groupMemberQuery, groupQuery } from "@/lib/core/workspace/group-list";
import { pool } from "../client";
import { openTestDatabase } from "../testing/database";
import { makePerson } from "../testing/factories/person";
import { makeWorkspace } from "../testing/factories/workspace";
import { countGroupMembers, countGroups, listGroupMembers, listGroups } from "./group-list";
import type { GroupView } from "./groups";
import { searchMembers } from "./members";

openTestDatabase();

const people = 5_000;
const ownGroups = 300;
let workspaceId: WorkspaceId;

const largest: Pick<GroupView, "id" | "builtIn"> = { id: "g1", builtIn: null };

/** Group number n has every nth of the people, so that they are of all sizes. */
beforeAll(async () => {
  const owner = await makePerson("Aaron");
  workspaceId = await makeWorkspace(owner);
  const sql = pool();
  await fillWorkspace(workspaceId, people);
  await sql`
    insert into groups (workspace_id, id, name, description, built_in, created_at)
    select ${workspaceId}, 'g' || n, 'Group ' || lpad(n::text, 3, '0'), '', null, now()
    from generate_series(1, ${ownGroups}) n`;
  await sql`
    insert into group_members (workspace_id, group_id, user_id, added_at)
    select ${workspaceId}, 'g' || g, md5(${workspaceId} || g * n), now()
    from generate_series(1, ${ownGroups}) g cross join lateral generate_series(1, ${people} / g) n`;
  await sql`analyze`;
}, 120_000);

const limit = 50;
const read = async (parameters: Record<string, string>, offset: number) =>
  listGroups(workspaceId, groupQuery.parse(parameters), { limit, offset });

describe("300 groups of 5,000 members", () => {
  test("are counted, paged to the last, and show their first faces", async () => {
    expect(await countGroups(workspaceId, "")).toBe(ownGroups + builtInGroups.length);
    const first = await read({}, 0);
    expect(first).toHaveLength(limit);
    expect(first.slice(0, 6).map(({ name, members }) => [name, members])).toEqual([
      ["Admins", 1],
      ["Queue admins", 0],
      ["Service accounts", 0],
      ["Users", people + 1],
      ["Group 001", people],
      ["Group 002", people / 2],
    ]);
    expect(first.every(({ faces, members }) => faces.length === Math.min(5, members))).toBe(true);
    expect((await read({}, 302)).map(({ name }) => name)).toEqual(["Group 299", "Group 300"]);
    expect((await read({ sort: "members", descending: "1" }, 0)).slice(0, 2).map(({ name }) => name)).toEqual(
      ["Users", "Group 001"],
    );
  });

  test.each<[string, typeof largest, number]>([
    ["a group", largest, 0],
    ["Users", { id: "", builtIn: "users" }, 1],
  ])("the members of %s are paged to the last", async (_, group, more) => {
    const query = groupMemberQuery.parse({});
    expect(await countGroupMembers(workspaceId, group, "")).toEqual({
      total: people + more,
      found: people + more,
    });
    const last = await listGroupMembers(workspaceId, group, query, { limit, offset: people + more - 2 });
    expect(last.map(({ name }) => name)).toEqual(["Person 04999", "Person 05000"]);
    expect(await countGroupMembers(workspaceId, group, "person77@")).toEqual({
      total: people + more,
      found: 1,
    });
  });

  test("a picker shows a handful of them", async () => {
    const found = await searchMembers(workspaceId, { search: "person 049" }, 20);
    expect(found.map(({ name }) => name).slice(0, 2)).toEqual(["Person 04900", "Person 04901"]);
    expect(found).toHaveLength(20);
    expect(await searchMembers(workspaceId, { search: "", notInGroupId: largest.id }, 20)).toMatchObject([
      { name: "Aaron" },
    ]);
  });
});
