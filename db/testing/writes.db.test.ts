import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { db } from "../client";
import { sessions } from "../schema/sessions";
import { workspaces } from "../schema/workspaces";
import { openTestDatabase } from "./database";
import { makePerson } from "./factories/person";
import { makeWorkspace } from "./factories/workspace";
import { lastingTables, watchWrites, writesNaming, writesOf } from "./writes";

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
});
