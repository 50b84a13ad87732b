import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { credentialCalls } from "@/db/schema/usage";
import { workspaces } from "@/db/schema/workspaces";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { upsertCallCounts } from "@/db/writes/usage";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { countCall } from "@/lib/server/call-meter";
import { storeCalls } from "./store-calls";

openTestDatabase();

let workspaceId: WorkspaceId;
let keys: { a: string; b: string };
let person: Awaited<ReturnType<typeof makePerson>>;

beforeEach(async () => {
  person = await makePerson();
  workspaceId = await makeWorkspace(person);
  keys = { a: `A${workspaceId}`, b: `B${workspaceId}` };
});

const storedCalls = async (of = workspaceId) =>
  (await db().select().from(credentialCalls).where(eq(credentialCalls.workspaceId, of))).map(
    ({ accessKey, userId, calls }) => ({ accessKey, userId, calls }),
  );

test("calls are stored for each credential, and stored again only as what came since", async () => {
  const by = { workspaceId, accessKey: keys.a, userId: person.id };
  countCall(by);
  countCall(by);
  countCall({ ...by, accessKey: keys.b });
  await storeCalls();
  countCall(by);
  await storeCalls();
  await storeCalls();
  expect((await storedCalls()).sort((a, b) => a.accessKey.localeCompare(b.accessKey))).toEqual([
    { accessKey: keys.a, userId: person.id, calls: 3 },
    { accessKey: keys.b, userId: person.id, calls: 1 },
  ]);
});

test("a count that is stored twice, or late, counts once; another process adds its own", async () => {
  const count = { workspaceId, accessKey: keys.a, userId: person.id, day: "2026-11-29" };
  const store = (tally: string, calls: number) =>
    inTransaction((tx) => upsertCallCounts(tx, tally, [{ ...count, calls }]));
  await store("one", 5);
  await store("one", 7);
  await store("one", 5);
  await store("two", 2);
  expect((await storedCalls()).map(({ calls }) => calls).sort()).toEqual([2, 7]);
});

test("calls of a workspace that was deleted do not keep those of others from being stored", async () => {
  const gone = await makeWorkspace(person);
  countCall({ workspaceId: gone, accessKey: `C${gone}`, userId: person.id });
  countCall({ workspaceId, accessKey: keys.a, userId: person.id });
  await db().delete(workspaces).where(eq(workspaces.id, gone));
  await storeCalls();
  expect(await storedCalls(gone)).toEqual([]);
  expect(await storedCalls()).toEqual([{ accessKey: keys.a, userId: person.id, calls: 1 }]);
});
