import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { db } from "../client";
import { refusedAttempts } from "../schema/refused-attempts";
import { sessions } from "../schema/sessions";
import { workspaces } from "../schema/workspaces";
import { countRefusedAttempts } from "../writes/refused-attempts";
import { openTestDatabase } from "./database";
import { makePerson } from "./factories/person";
import { makeWorkspace } from "./factories/workspace";
import { lastingTables, postponeRefusals, watchWrites, writesNaming, writesOf } from "./writes";

openTestDatabase();

// Distributed tables take no triggers.
describe.skipIf(inject("cluster").template === null)("what is written while something is watched", () => {
  beforeAll(watchWrites);

  test("is told with its table, and found by an id in it", async () => {
    const [person, other] = [await makePerson(), await makePerson()];
    const writes = await writesOf(() => makeWorkspace(person));
    expect(lastingTables(writes)).toEqual(
      expect.arrayContaining(["workspaces", "memberships", "groups", "group_members"]),
    );
    expect(writesNaming(person.id, writes).length).toBeGreaterThan(0);
    expect(writesNaming(other.id, writes)).toEqual([]);
  });

  test("is a change only if the value is different afterwards", async () => {
    const { personalId } = await makePerson();
    const rename = (name: string) =>
      writesOf(() => db().update(workspaces).set({ name }).where(eq(workspaces.id, personalId)));
    expect(lastingTables(await rename("Renamed"))).toEqual(["workspaces"]);
    expect(await rename("Renamed")).toEqual([]);
  });

  test("by the way does not last", async () => {
    const { sessionId } = await makePerson();
    const writes = await writesOf(() =>
      db()
        .update(sessions)
        .set({ lastSeenAt: new Date(0) })
        .where(eq(sessions.id, sessionId)),
    );
    expect(writes).toHaveLength(1);
    expect(lastingTables(writes)).toEqual([]);
  });
  test("is not what was refused, which the server counts each minute", async () => {
    await postponeRefusals();
    const counted = { hour: new Date(0), means: "secret_key", target: "", ip: "", attempts: 1 } as const;
    const count = () => db().transaction((tx) => countRefusedAttempts(tx, counted));
    const writes = await writesOf(async () => {
      await count();
      await count();
    });
    expect(writes).toHaveLength(2);
    expect(lastingTables(writes)).toEqual([]);
    const [kept] = await db()
      .select({ attempts: refusedAttempts.attempts, isOver: sql<boolean>`hour < now()` })
      .from(refusedAttempts);
    expect(kept).toEqual({ attempts: 2, isOver: false });
  });
});
