import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, db, inTransaction, pool, type Sql } from "@/db/client";
import { findFirstEntry, listTaskIdsInOrder } from "@/db/reads/queues";
import { lockTask } from "@/db/reads/tasks";
import { queueEntries } from "@/db/schema/queues";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { makeQueue } from "@/db/testing/resources";
import { insertTasks } from "@/db/writes/tasks";
import { done } from "@/lib/core/outcome";
import { authenticate } from "@/lib/server/api-caller";
import { newId } from "@/lib/server/crypto";
import { makeCaller } from "@/lib/tooling/wire-client";
import { type TakenEntry, takeNextTask } from "./entries";

openTestDatabase();

const shared = globalThis as { [key: symbol]: Sql };
const poolKey = Symbol.for("steward.database-pool");
let here: Sql;
let another: Sql;
beforeAll(() => {
  here = pool();
  another = openAnother();
});
afterAll(() => another.end());

function openAnother(): Sql {
  return connect(process.env.DATABASE_URL ?? "", { maxConnections: 5 });
}

/** Begins work on another pool, as if by a server process of its own. */
function on<T>(used: Sql, work: () => Promise<T>): Promise<T> {
  shared[poolKey] = used;
  try {
    return work();
  } finally {
    shared[poolKey] = here;
  }
}

async function makePlace() {
  const { person, workspaceId, key } = await makeCaller();
  const queueId = await makeQueue(workspaceId, person);
  const caller = await authenticate({ authorization: key.basic, ip: "", worker: undefined });
  if ("problem" in caller) throw new Error(caller.problem);
  const fill = async (count: number) => {
    const at = new Date();
    const ids = Array.from({ length: count }, () => newId());
    await inTransaction(async (tx) => {
      const made = { name: "Train", type: "training", status: "queued", ownerUserId: person.id } as const;
      const times = { createdAt: at, updatedAt: at, statusChangedAt: at };
      const rows = ids.map((id) => ({ ...made, ...times, id }));
      await insertTasks(tx, workspaceId, rows);
      const entries = ids.map((taskId, number) => ({ taskId, place: number, queueId, addedAt: at }));
      await tx.insert(queueEntries).values(entries.map((entry) => ({ ...entry, workspaceId })));
    });
    return ids;
  };
  const take = (taskId?: string) => takeNextTask(caller, { queueId, taskId });
  return { person, workspaceId, queueId, fill, take };
}

let place: Awaited<ReturnType<typeof makePlace>>;
beforeEach(async () => {
  place = await makePlace();
});

function taken(outcome: Awaited<ReturnType<typeof place.take>>): TakenEntry | undefined {
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
}

test("20 agents at two servers get each of 300 tasks once, and in order", async () => {
  const ids = await place.fill(300);
  const handedOut: string[] = [];
  let last = -1;
  const agent = async (used: Sql) => {
    for (;;) {
      const before = last;
      const entry = taken(await on(used, () => place.take()));
      if (!entry) return;
      // Whatever was handed out before this was asked for stood before it.
      expect(ids.indexOf(entry.taskId)).toBeGreaterThan(before);
      last = Math.max(last, ids.indexOf(entry.taskId));
      handedOut.push(entry.taskId);
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, number) => agent(number % 2 === 0 ? here : another)));
  expect(handedOut.toSorted()).toEqual(ids.toSorted());
});

test("what a process took that died before it was done is handed out again, still as the first", async () => {
  const [first = "", second = ""] = await place.fill(2);
  await db().update(tasks).set({ status: "stopped" }).where(eq(tasks.id, first));
  const dying = openAnother();
  let died: Promise<unknown> | undefined;
  await whileInTransaction(async (tx) => {
    await lockTask(tx, place.workspaceId, first);
    died = on(dying, () => place.take()).catch((error: unknown) => error);
    await waitForLockWaiter();
    await dying.end({ timeout: 0 });
  });
  expect(await died).toBeInstanceOf(Error);
  expect([taken(await place.take())?.taskId, taken(await place.take())?.taskId]).toEqual([first, second]);
  expect(await place.take()).toEqual(done(undefined));
});

test("an agent that takes nothing from an empty queue waits for nobody", async () => {
  await whileInTransaction(async (tx) => {
    await tx.execute(`select 1 from queues where id = '${place.queueId}' for update`);
    expect(await on(another, () => place.take())).toEqual(done(undefined));
  });
});

test("a task is taken as the first alone where the agent names it, with whose it is", async () => {
  const [first = "", second = ""] = await place.fill(2);
  const { queueId, workspaceId } = place;
  expect(taken(await place.take(second))).toBeUndefined();
  expect(await inTransaction((tx) => listTaskIdsInOrder(workspaceId, queueId, tx))).toEqual([first, second]);
  expect(taken(await place.take(first))).toMatchObject({ taskId: first, ownerUserId: place.person.id });
  expect((await findFirstEntry(workspaceId, queueId, db()))?.taskId).toBe(second);
});
