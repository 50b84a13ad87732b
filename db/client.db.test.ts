import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { db, inTransaction } from "./client";

openTestDatabase();

test("a transaction that would wait for a second connection fails immediately instead of waiting forever with others like it", async () => {
  const one = sql`select 1 as one`;
  await expect(inTransaction(() => db().execute(one))).rejects.toThrow("second connection");
  expect([...(await inTransaction((tx) => tx.execute(one)))]).toEqual([{ one: 1 }]);
  expect([...(await db().execute(one))]).toEqual([{ one: 1 }]);
});
