import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { statement } from "./statement";
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
