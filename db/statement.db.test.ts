import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, inTransaction } from "./client";
import { KeptStatements, statement } from "./statement";
import { openTestDatabase } from "./testing/database";

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
