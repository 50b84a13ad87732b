import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { inTransaction, type Transaction } from "./client";
import { FrequentStatements, plannedForValues } from "./frequent-statements";
import { openTestDatabase } from "./testing/database";

openTestDatabase();

async function preparedWith(tx: Transaction, word: string): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql.raw(`select count(*)::int as n from pg_prepared_statements where statement like '%as ${word}'`),
  );
  return row?.n ?? 0;
}

test("a statement that is asked again is prepared in transactions and in savepoints, and one asked once is not", async () => {
  const found = await inTransaction(async (tx) => {
    const values = [];
    for (const value of [1, 2, 3, 4]) {
      const [row] = await tx.execute(sql`select ${value}::int + 1 as again`);
      values.push(row);
    }
    const [last] = await tx.transaction((inner) => inner.execute(sql`select ${9}::int + 1 as again`));
    await tx.execute(sql`select ${1}::int as once`);
    return {
      values: [...values, last],
      again: await preparedWith(tx, "again"),
      once: await preparedWith(tx, "once"),
    };
  });
  expect(found).toEqual({
    values: [2, 3, 4, 5, 10].map((again) => ({ again })),
    again: 1,
    once: 0,
  });
});

test("values of other kinds are read alike by a prepared statement", async () => {
  await inTransaction(async (tx) => {
    const at = "2026-01-02T03:04:05.678Z";
    const ask = () =>
      tx.execute(sql`select ${sql.param(["a", "b"])}::text[] as words, ${at}::timestamptz as at,
        ${JSON.stringify({ a: [1] })}::jsonb as document, ${null}::text as nothing, ${true}::boolean as flag`);
    const [first] = await ask();
    for (let asked = 0; asked < 5; asked += 1) expect((await ask())[0]).toEqual(first);
  });
});

test("only so many are prepared, and none that is too long or planned for its values", () => {
  const frequent = new FrequentStatements(2);
  const asked = (text: string) => Array.from({ length: 3 }, () => frequent.isFrequent(text)).at(-1);
  expect([asked("a"), asked("b"), asked("c"), asked("a")]).toEqual([true, true, false, true]);
  expect(new FrequentStatements().isFrequent("a")).toBe(false);
  const long = "a".repeat(20_001);
  const roomy = new FrequentStatements();
  expect([1, 2, 3, 4].map(() => roomy.isFrequent(`select 1 ${plannedForValues}`))).not.toContain(true);
  expect([1, 2, 3, 4].map(() => roomy.isFrequent(long))).toEqual([false, false, false, false]);
});
