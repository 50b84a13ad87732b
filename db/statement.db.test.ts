import { and, eq, gt, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db, inTransaction } from "./client";
import { memberships } from "./schema/memberships";
import { KeptStatements, preparedQuery, statement } from "./statement";
import { openTestDatabase } from "./testing/database";
import { makeTeam } from "./testing/factories/workspace";

openTestDatabase();

const echo = statement<{ text: string; list: (string | null)[] }, { found: string; at: number }>(
  ({ text, list }) => sql`
    select each.value || ${text} as found, each.at::int as at
    from unnest((select ${list}::text[])) with ordinality each (value, at)
    where each.value is distinct from ${text}`,
);

test("runs with the values of each call, in lists of any length, and with several at once", async () => {
  const [one, none, several] = await Promise.all([
    echo({ text: "'; drop table users; --", list: ["a", null] }),
    echo({ text: "b", list: [] }),
    echo({ text: "b", list: ["a", "b", '{c,"d\\'] }),
  ]);
  expect([...one]).toEqual([
    { found: "a'; drop table users; --", at: 1 },
    { found: null, at: 2 },
  ]);
  expect([...none]).toEqual([]);
  expect([...several]).toEqual([
    { found: "ab", at: 1 },
    { found: '{c,"d\\b', at: 3 },
  ]);
});

test("refuses to run without one of its values", () => {
  expect(() => echo({ text: "a" } as never)).toThrow(/list/);
});

test("statements are put together once for each key, and each time in a transaction", async () => {
  const kept = new KeptStatements<{ fits: boolean }>();
  const made: string[] = [];
  const ask = (key: string | undefined, way: "and" | "or", on = db()) =>
    kept.run(
      key,
      ({ text, list }) => {
        made.push(way);
        return sql`select ${text}::text = 'a' ${sql.raw(way)} ${text} = any(${list}::text[]) as fits`;
      },
      { text: "a", list: ["b"] },
      on,
    );
  const fits = async (...asked: Parameters<typeof ask>) => (await ask(...asked))[0]?.fits;
  expect(await fits("and", "and")).toBe(false);
  expect(await fits("or", "or")).toBe(true);
  expect(await fits("and", "and")).toBe(false);
  expect(made).toEqual(["and", "or"]);
  expect(await fits(undefined, "or")).toBe(true);
  expect(await inTransaction((tx) => fits("and", "and", tx as never))).toBe(false);
  expect(made).toEqual(["and", "or", "or", "and"]);
});

test("a query of Drizzle’s is put together once, and reads its rows as any other", async () => {
  const { member, workspaceId, elsewhere } = await makeTeam();
  let made = 0;
  const joinedAfter = preparedQuery<
    { workspaceId: WorkspaceId; since: Date; most: number },
    { name: string; joinedAt: Date }
  >("joined_after", (on, given) => {
    made += 1;
    return on
      .select({ name: memberships.name, joinedAt: memberships.joinedAt })
      .from(memberships)
      .where(
        and(
          eq(memberships.workspaceId, given.workspaceId),
          gt(memberships.joinedAt, sql.param(given.since, memberships.joinedAt)),
        ),
      )
      .orderBy(memberships.joinedAt)
      .limit(given.most);
  });
  const ask = (id: WorkspaceId, since: Date, most = 5) => joinedAfter({ workspaceId: id, since, most });
  const members = await ask(workspaceId, new Date(0));
  expect(members).toContainEqual({ name: member.name, joinedAt: expect.any(Date) });
  expect(members).toHaveLength(2);
  expect(await ask(workspaceId, new Date(0), 1)).toHaveLength(1);
  expect(await ask(elsewhere, new Date(0))).toMatchObject([{ name: "Sam" }]);
  expect(await ask(workspaceId, members.at(-1)?.joinedAt ?? new Date(0))).toEqual([]);
  expect(made).toBe(1);
});
