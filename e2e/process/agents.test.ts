import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "@/db/client";
import { type Account, makeAccount } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeQueue } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { asConfigured, makeSession } from "../accounts";
import { type Credentials, callWire, until } from "./steward-process";
import { TwoServers } from "./two-servers";

const tasks = 1_000;
const agents = 20;

let servers: TwoServers;
let owner: Account;
let workspaceId: WorkspaceId;
let agentsKey: Credentials;
let queue: string;

beforeAll(async () => {
  servers = await TwoServers.start();
  owner = await makeAccount();
  workspaceId = await makeWorkspace(owner);
  await closeWorkspace(workspaceId);
  queue = await makeQueue(workspaceId, owner);
  const account = await makeServiceAccount({ account: owner, workspaceId });
  await makeAccessRule(workspaceId, { type: "queue", access: "modify", target: queue, users: [account] });
  agentsKey = asConfigured(account.key);
});

afterAll(() => servers.close());

/** The ids of the tasks, the first in the queue first. */
async function fillQueue(): Promise<string[]> {
  const ids = Array.from({ length: tasks }, (_, place) => place.toString(16).padStart(32, "0"));
  const sql = pool();
  await sql`
    insert into tasks (workspace_id, id, name, type, status, owner_user_id, created_at, updated_at, status_changed_at)
    select ${workspaceId}, id, 'Train', 'training', 'queued', ${owner.id}, now(), now(), now()
    from unnest(${ids}::text[]) id`;
  await sql`
    insert into queue_entries (workspace_id, queue_id, task_id, place, added_at)
    select ${workspaceId}, ${queue}, id, place, now()
    from unnest(${ids}::text[]) with ordinality as listed (id, place)`;
  return ids;
}

type HandedOut = { task: string; askedAt: number; answeredAt: number };

test(`${agents} agents at two servers, one of which is killed, take ${tasks} tasks once each and in order`, async () => {
  const inOrder = await fillQueue();
  const handedOut: HandedOut[] = [];
  let unanswered = 0;
  let killing: Promise<void> | undefined;

  async function takeUntilEmpty(url: string): Promise<void> {
    for (;;) {
      const askedAt = performance.now();
      const answer = await callWire(url, "v2.14/queues.get_next_task", agentsKey, {
        queue,
        get_task_info: true,
      }).catch(() => undefined);
      if (!answer) {
        // Whether the server had taken a task before it died, nobody knows.
        if (url !== servers.second.url || !killing) throw new Error(`${url} did not answer.`);
        unanswered += 1;
        return takeUntilEmpty(servers.first.url);
      }
      expect(answer.status).toBe(200);
      const { entry } = answer.data as { entry?: { task: string } };
      if (!entry) return;
      handedOut.push({ task: entry.task, askedAt, answeredAt: performance.now() });
      if (handedOut.length === tasks / 2) killing = servers.killSecond();
    }
  }
  await Promise.all(
    Array.from({ length: agents }, (_, agent) =>
      takeUntilEmpty(agent % 2 === 0 ? servers.first.url : servers.second.url),
    ),
  );
  await killing;

  const given = handedOut.map(({ task }) => task);
  const lost = inOrder.filter((task) => !given.includes(task));
  expect(new Set(given).size).toBe(given.length);
  expect(given.length + lost.length).toBe(tasks);
  expect(lost.length).toBeLessThanOrEqual(unanswered);
  expect(unanswered).toBeLessThanOrEqual(agents / 2);
  expect(overtakingsIn(handedOut, inOrder)).toEqual([]);
  const [left] = await pool()`select count(*)::int as entries from queue_entries where queue_id = ${queue}`;
  expect(left).toEqual({ entries: 0 });
}, 120_000);

/** Tasks that were handed out to somebody who asked only after a later one had been received. */
function overtakingsIn(handedOut: readonly HandedOut[], inOrder: readonly string[]): string[] {
  const places = new Map(inOrder.map((task, place) => [task, place]));
  const placeOf = ({ task }: HandedOut) => places.get(task) ?? -1;
  return handedOut.flatMap((one) =>
    handedOut
      .filter((other) => other.answeredAt < one.askedAt && placeOf(other) > placeOf(one))
      .map((other) => `${other.task} before ${one.task}`),
  );
}

test("an agent that falls silent shows as such once its time-out is over, and is back with its next report", async () => {
  const { url } = servers.first;
  const agent = (name: string, body: object) => callWire(url, name, agentsKey, body);
  const { status } = await agent("workers.register", {
    worker: "quick:0",
    timeout: 1,
    queues: [queue],
  });
  expect(status).toBe(200);
  await agent("workers.register", { worker: "slow:0", timeout: 600, queues: [queue] });
  const { cookie } = await makeSession(owner, { url, workspaceId });
  const headers = { cookie: `${cookie.name}=${cookie.value}` };

  const listed = async () => {
    const { data } = await agent("workers.get_all", {});
    return (data as { workers: { id: string }[] }).workers.map(({ id }) => id).sort();
  };
  const shown = async (target: string) => {
    const page = await (await fetch(`${url}${target}`, { headers })).text();
    return ["quick:0", "slow:0"].map((name) => {
      const row = page.split("<tr").find((each) => each.includes(name));
      return /Connected|Silent/.exec(row ?? "")?.[0];
    });
  };
  const pages = ["/projects/workers", `/projects/queues/${queue}`];

  await until("the time-out is over", async () => (await listed()).length === 1);
  expect(await listed()).toEqual(["slow:0"]);
  for (const target of pages) expect(await shown(target)).toEqual(["Silent", "Connected"]);
  expect((await agent("queues.get_all_ex", { id: [queue] })).data).toMatchObject({
    queues: [{ workers: [{ key: expect.stringContaining("slow:0") }] }],
  });

  await agent("workers.register", { worker: "quick:0", timeout: 600, queues: [queue] });
  expect(await listed()).toEqual(["quick:0", "slow:0"]);
  for (const target of pages) expect(await shown(target)).toEqual(["Connected", "Connected"]);
});
