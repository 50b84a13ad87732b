import net from "node:net";
import path from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pool } from "./client";
import { openTestDatabase } from "./testing/database";

openTestDatabase();

let sql: postgres.Sql;
let socket: net.Socket;
let atNextStatement: (() => void) | undefined;

/** A pool of one connection, whose socket the tests hold. */
beforeEach(() => {
  const url = new URL(process.env.DATABASE_URL ?? "");
  const folder = url.searchParams.get("host");
  url.searchParams.delete("host");
  sql = postgres(url.toString(), {
    max: 1,
    connect_timeout: 3,
    fetch_types: false,
    backoff: () => 0,
    debug: () => {
      atNextStatement?.();
      atNextStatement = undefined;
    },
    socket: async () => {
      socket = folder
        ? net.connect(path.join(folder, ".s.PGSQL.5432"))
        : net.connect(Number(url.port) || 5432, url.hostname);
      await new Promise((resolve) => socket.once("connect", resolve));
      return socket;
    },
  } as postgres.Options<Record<string, postgres.PostgresType>>);
});
afterEach(() => sql.end({ timeout: 5 }));

function makeSignal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

const cuts = [
  ["closed", () => socket.destroy()],
  ["reset", () => socket.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }))],
] as const;

test.each(cuts)("a connection that is %s just before it writes is used again", async (_how, cut) => {
  await sql`select 1`;
  atNextStatement = cut;
  await expect(sql`select 2 as two`).rejects.toMatchObject({
    code: expect.stringMatching(/CONNECTION_CLOSED|ECONNRESET/),
  });
  await expect.poll(() => sql`select 3 as three`).toMatchObject([{ three: 3 }]);
});

test.each(cuts)("a transaction whose connection is %s fails, and the next one works", async (_how, cut) => {
  const cutShort = sql.begin(async (tx) => {
    const asked = [tx`select pg_sleep(${30})`, tx`select ${1}::int`, tx`select ${2}::int`];
    const settled = Promise.allSettled(asked.map((statement) => statement.execute()));
    setImmediate(cut);
    expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  });
  await expect(cutShort).rejects.toMatchObject({
    code: expect.stringMatching(/CONNECTION_CLOSED|ECONNRESET/),
  });
  expect(await sql.begin((tx) => tx`select 3 as three`)).toMatchObject([{ three: 3 }]);
});

test("the rest of a cut transaction runs in no other, and ends none", async () => {
  await pool()`create table cut_marks (mark text)`;
  try {
    const [othersTurn, firstIsOver] = [makeSignal(), makeSignal()];
    const first = sql.begin(async (tx) => {
      await tx`insert into cut_marks values ('before')`;
      socket.destroy();
      await othersTurn.given;
      const after = await Promise.allSettled([tx`insert into cut_marks values ('after')`.execute()]);
      setImmediate(firstIsOver.give);
      expect(after).toMatchObject([{ status: "rejected" }]);
      throw new Error("rolled back");
    });
    await expect(first).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    const second = sql.begin(async (tx) => {
      await tx`insert into cut_marks values ('second')`;
      othersTurn.give();
      await firstIsOver.given;
      await tx`insert into cut_marks values ('third')`;
      throw new Error("undone");
    });
    await expect(second).rejects.toThrow("undone");
    expect(await pool()`select mark from cut_marks`).toHaveLength(0);
  } finally {
    await pool()`drop table cut_marks`;
  }
});

test("the last words of a server are not told to the next statement", async () => {
  const told = expect(sql`select pg_sleep(${30})`).rejects.toMatchObject({ code: expect.any(String) });
  const end = () => pool()`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'select pg_sleep%' and state = 'active'`;
  await expect.poll(end).toHaveLength(1);
  await told;
  expect(await sql`select 4 as four`).toMatchObject([{ four: 4 }]);
});
