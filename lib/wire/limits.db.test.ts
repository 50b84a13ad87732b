import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { billingAccounts } from "@/db/schema/billing";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import type { OperatorLimits } from "@/lib/core/billing/limits";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { storeCalls } from "@/lib/operations/usage/store-calls";
import { settings } from "@/lib/server/env";
import { filesClient, filesOf, makeCallerWithTask } from "@/lib/tooling/file-callers";
import { type FileStoreInTest, fileStores } from "@/lib/tooling/file-stores";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf } from "@/lib/tooling/wire-client";
import { calls as allCalls } from "./calls/index";
import { isOpenWhenClosed } from "./closed-workspace";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end("page");
});
const { call } = callsOf(server);
const { upload, get } = filesClient(server);
type Caller = Awaited<ReturnType<typeof makeCallerWithTask>>;

const none: OperatorLimits = { users: undefined, artifacts: undefined, metrics: undefined, calls: undefined };
const limit = (limits: OperatorLimits) => Object.assign(settings().limits, none, limits);

let store: FileStoreInTest;
beforeAll(async () => {
  store = (await fileStores[0]?.open(1_000_000)) as FileStoreInTest;
});
afterAll(() => store.close());
afterEach(() => {
  limit({});
  settings().stripe = undefined;
});

async function answerOf(sent: ReturnType<typeof call>) {
  const { text } = await sent;
  const { meta, data } = JSON.parse(text);
  return { code: `${meta.result_code}/${meta.result_subcode}`, message: meta.result_msg as string, data };
}

describe("artifact storage", () => {
  const put = (caller: Caller, name: string, bytes: number) =>
    upload(caller, { name: `Lab/train.${caller.task}/artifacts/${name}/x`, body: "x".repeat(bytes) });
  const sizeOf = async (workspaceId: WorkspaceId) =>
    (await filesOf(workspaceId)).reduce((sum, { bytes }) => sum + bytes, 0);

  test("takes files up to the limit and none past it, and keeps them readable", async () => {
    const caller = await makeCallerWithTask();
    await put(caller, "before", 400);
    limit({ artifacts: 1_000 });
    expect((await put(caller, "a", 600)).status).toBe(200);
    const refused = await put(caller, "b", 1);
    expect([refused.status, refused.text.trim()]).toEqual([
      507,
      "The limit of this workspace is 1.0 KB of artifact storage. Delete artifacts or files, or ask the operator of this server to raise the limit.",
    ]);
    limit({ artifacts: 10 });
    expect((await get(caller, `Lab/train.${caller.task}/artifacts/a/x`)).text).toHaveLength(600);
    expect(await sizeOf(caller.workspaceId)).toBe(1_000);
  });

  test("has room again for what was deleted or made smaller", async () => {
    const caller = await makeCallerWithTask();
    limit({ artifacts: 1_000 });
    await put(caller, "a", 600);
    expect((await put(caller, "b", 500)).status).toBe(507);
    expect((await put(caller, "a", 500)).status).toBe(200);
    expect((await put(caller, "b", 500)).status).toBe(200);
    const path = `/files/Lab/train.${caller.task}/artifacts/a/x`;
    await server.send(path, { method: "DELETE", headers: { authorization: caller.key.basic } });
    expect((await put(caller, "c", 501)).status).toBe(507);
    expect((await put(caller, "c", 500)).status).toBe(200);
  });

  test("is not overfilled by many uploads at the same time", async () => {
    const caller = await makeCallerWithTask();
    limit({ artifacts: 1_000 });
    const sent = await Promise.all(Array.from({ length: 8 }, (_, at) => put(caller, String(at), 300)));
    expect(sent.map(({ status }) => status).sort()).toEqual([200, 200, 200, 507, 507, 507, 507, 507]);
    expect(await sizeOf(caller.workspaceId)).toBe(900);
    await expect.poll(() => store.stored(caller.workspaceId).length).toBe(3);
  });

  test("counts the sizes that clients register of artifacts elsewhere", async () => {
    const caller = await makeCallerWithTask();
    limit({ artifacts: 1_000 });
    const register = (key: string, content_size: number) =>
      answerOf(
        call(caller.key, "tasks.add_or_update_artifacts", {
          body: {
            task: caller.task,
            force: true,
            artifacts: [{ key, type: "custom", mode: "output", uri: `s3://b/${key}`, content_size }],
          },
        }),
      );
    expect((await register("a", 900)).code).toBe("200/0");
    expect((await put(caller, "f", 101)).status).toBe(507);
    const refused = await register("b", 101);
    expect(refused.code).toBe("400/16");
    expect(refused.message).toContain("The limit of this workspace is 1.0 KB of artifact storage.");
    expect((await register("a", 100)).code).toBe("200/0");
    expect((await register("b", 900)).code).toBe("200/0");
  });
});

describe("metrics storage", () => {
  const event = (task: string, msg: string) => ({ type: "log", task, level: "info", worker: "w", msg });
  const bytesOf = (...events: object[]) =>
    events.reduce((sum, each) => sum + Buffer.byteLength(JSON.stringify(each)), 0);
  const send = ({ key }: Caller, ...events: object[]) =>
    answerOf(
      server.send("/api/v2.23/events.add_batch", {
        method: "POST",
        body: events.map((each) => JSON.stringify(each)).join("\n"),
        headers: { authorization: key.basic, "content-type": "application/json-lines" },
      }),
    );
  const stored = async (caller: Caller) =>
    (await db().select().from(tasks).where(eq(tasks.id, caller.task)))[0]?.eventBytes;
  const sentence =
    "Delete tasks, or what they reported, or ask the operator of this server to raise the limit.";

  test("takes every event that fits, counts the others, and answers as ClearML's server does for events not added", async () => {
    const caller = await makeCallerWithTask();
    const [first, large, last] = ["one", "x".repeat(500), "two"].map((msg) => event(caller.task, msg));
    limit({ metrics: bytesOf(first as object, last as object) });
    const partly = await send(caller, first as object, large as object, last as object);
    expect(partly).toMatchObject({ code: "200/0", data: { added: 2, errors: 1 } });
    expect(Object.keys(partly.data.errors_info)[0]).toContain(sentence);
    const refused = await send(caller, event(caller.task, ""));
    expect(refused.code).toBe("400/131");
    expect(refused.message).toContain(sentence);
    expect(await stored(caller)).toBe(settings().limits.metrics);
    await call(caller.key, "events.delete_for_task", { body: { task: caller.task } });
    expect(await stored(caller)).toBe(0);
    expect((await send(caller, first as object)).code).toBe("200/0");
  });

  test("is not overfilled by many batches at the same time", async () => {
    const caller = await makeCallerWithTask();
    const one = event(caller.task, "x".repeat(100));
    limit({ metrics: bytesOf(one) * 3 });
    const sent = await Promise.all(Array.from({ length: 8 }, () => send(caller, one)));
    expect(sent.filter(({ code }) => code === "200/0")).toHaveLength(3);
    expect(await stored(caller)).toBe(settings().limits.metrics);
  });
});

describe("calls of a month", () => {
  const create = ({ key }: Caller) =>
    answerOf(call(key, "tasks.create", { body: { name: "Train", type: "training" } }));

  test("past the limit begin nothing new; what runs ends, and what is there can be read", async () => {
    const caller = await makeCallerWithTask();
    limit({ calls: 2 });
    expect((await create(caller)).code).toBe("200/0");
    await storeCalls();
    expect((await create(caller)).code).toBe("200/0");
    await storeCalls();
    const refused = await create(caller);
    expect(refused.code).toBe("403/21");
    expect(refused.message).toContain("The limit of this workspace is 2 API calls a month.");
    const event = { type: "log", task: caller.task, msg: "m" };
    expect((await answerOf(call(caller.key, "events.add", { body: event }))).code).toBe("400/131");
    expect((await upload(caller, { name: caller.file, body: "x" })).status).toBe(403);

    const goesOn = ["auth.login", "tasks.get_all", "users.get_current_user", "queues.get_all"];
    for (const name of goesOn) expect((await answerOf(call(caller.key, name))).code).toBe("200/0");
    const ends = await answerOf(
      call(caller.key, "tasks.stopped", { body: { task: caller.task, force: true } }),
    );
    expect(ends.code).toBe("200/0");
    const vault = await server.send("/api/vault", { headers: { authorization: caller.key.basic } });
    expect(vault.status).toBe(200);

    limit({ calls: 1_000 });
    await storeCalls();
    expect((await create(caller)).code).toBe("200/0");
  });

  test("of one workspace close no other", async () => {
    const [full, other] = [await makeCallerWithTask(), await makeCallerWithTask()];
    limit({ calls: 1 });
    await create(full);
    await storeCalls();
    expect((await create(full)).code).toBe("403/21");
    expect((await create(other)).code).toBe("200/0");
  });
});

describe("with Stripe", () => {
  const subscribe = async (workspaceId: WorkspaceId, status: string) => {
    settings().stripe = {
      secretKey: "sk_test_x",
      webhookSecret: undefined,
      apiUrl: undefined,
      livemode: false,
    };
    const account = {
      version: 1,
      livemode: false,
      subscriptionId: "sub_1",
      status,
      cancelAtPeriodEnd: false,
    };
    await db()
      .insert(billingAccounts)
      .values({ workspaceId, ...account })
      .onConflictDoUpdate({ target: billingAccounts.workspaceId, set: { status } });
  };

  test("a paused subscription takes nothing more, and everything can be read", async () => {
    const caller = await makeCallerWithTask();
    await upload(caller, { name: caller.file, body: "kept" });
    await subscribe(caller.workspaceId, "paused");
    await storeCalls();
    const refused = await answerOf(call(caller.key, "projects.create", { body: { name: "new" } }));
    expect([refused.code, refused.message.includes("is paused")]).toEqual(["403/21", true]);
    expect((await upload(caller, { name: caller.file, body: "more" })).status).toBe(403);
    expect((await get(caller, caller.file)).text).toBe("kept");
    await subscribe(caller.workspaceId, "active");
    await call(caller.key, "tasks.get_all");
    await storeCalls();
    expect((await upload(caller, { name: caller.file, body: "more" })).status).toBe(200);
  });

  test("the operator's limits do not hold: those of the plan do", async () => {
    const caller = await makeCallerWithTask();
    limit({ artifacts: 0 });
    await subscribe(caller.workspaceId, "active");
    expect((await upload(caller, { name: caller.file, body: "x" })).status).toBe(200);
    await subscribe(caller.workspaceId, "canceled");
    expect((await upload(caller, { name: caller.file, body: "xy" })).status).toBe(200);
  });
});

test("what a full workspace refuses adds something, reports, or begins work", () => {
  const refused = Object.entries(allCalls).flatMap(([name, each]) =>
    each.open || isOpenWhenClosed(name, each) ? [] : [name],
  );
  expect(refused).toEqual(
    expect.arrayContaining(["events.add_batch", "tasks.create", "queues.get_next_task"]),
  );
  const ends = /delete|remove|stop|completed|failed|ping|get_all|get_by|login|vault|clear/;
  expect(refused.filter((name) => ends.test(name))).toEqual([]);
});
