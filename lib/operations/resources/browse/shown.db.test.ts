import { describe, expect, test } from "vitest";
import { db, inTransaction, pool } from "@/db/client";
import { taskLogChunks, taskSamples } from "@/db/schema/task-reports";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import { upsertSeries } from "@/db/writes/series";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Series } from "@/lib/core/resources/series";
import { insertDemoResources } from "@/lib/entry/demo-resources";
import { findShownModel } from "./models";
import { findShownQueue, listQueuePage, listWorkerPage } from "./queues";
import { findOneSample } from "./reports";
import { findTaskLog } from "./task-log";
import { findShownSamples, findShownTask } from "./tasks";

openTestDatabase();

async function makeResources() {
  const team = await makeTeam();
  await inTransaction((tx) => insertDemoResources(tx, team.workspaceId, [team.owner.id], new Date()));
  const { workspaceId } = team;
  const id = async (table: "tasks" | "models" | "queues", name: string) => {
    const [row] = await pool()<{ id: string }[]>`
      select id from ${pool()(table)} where workspace_id = ${workspaceId} and name = ${name}`;
    return row?.id ?? "";
  };
  const ids = {
    running: await id("tasks", "yolo-l 1280, mosaic off"),
    finished: await id("tasks", "yolo-l 1280, mosaic on"),
    queued: await id("tasks", "Export best to ONNX"),
    model: await id("models", "yolo-m 960, best"),
    queue: await id("queues", "gpu-a100"),
  };
  return { ...team, ids };
}

const as = (person: Parameters<typeof actingAs>[1], workspaceId: WorkspaceId) =>
  actingAs("resources.use", person, { workspaceId, role: "member" });

const everything = { search: "", page: 1 };

describe("the debug samples of a task", () => {
  const all = { search: "", metric: "", page: 1 };

  async function makeSamples() {
    const team = await makeResources();
    const { workspaceId, ids } = team;
    const named = (metric: string, variant: string, count: number) =>
      Array.from({ length: count }, (_, iteration) => ({
        ...{ workspaceId, taskId: ids.finished, metric, variant, iteration },
        ...{ url: `s3://acme/${metric}/${variant}_${iteration}.png`, bytes: 10, reportedAt: new Date() },
      }));
    await db().delete(taskSamples);
    await db()
      .insert(taskSamples)
      .values([...named("boxes", "dock", 60), ...named("boxes", "100%", 3), ...named("masks", "dock", 5)]);
    return team;
  }

  test("are paged, the latest first, and those of a metric or a name are found", async () => {
    const { owner, workspaceId, ids } = await makeSamples();
    const found = async (query: Partial<typeof all>) => {
      const shown = await findShownSamples(as(owner, workspaceId), ids.finished, { ...all, ...query });
      return shown && { ...shown.page, all: shown.all, path: shown.path.map(({ basename }) => basename) };
    };
    const first = await found({});
    expect(first).toMatchObject({ total: 68, all: 68, count: 2, path: ["vision", "detector-v2"] });
    expect(first?.rows[0]).toMatchObject({ metric: "boxes", variant: "dock", iteration: 59, bytes: 10 });
    const second = await found({ page: 2 });
    const key = ({ metric, variant, iteration }: { metric: string; variant: string; iteration: number }) =>
      `${metric}/${variant}/${iteration}`;
    expect(new Set([...(first?.rows ?? []), ...(second?.rows ?? [])].map(key)).size).toBe(68);
    expect(await found({ page: 9 })).toMatchObject({ number: 2 });
    expect(await found({ metric: "masks" })).toMatchObject({ total: 5, all: 68 });
    expect(await found({ search: "DOCK" })).toMatchObject({ total: 65 });
    expect(await found({ search: "0%" })).toMatchObject({ total: 3 });
    expect(await found({ metric: "mask" })).toMatchObject({ total: 0, rows: [], all: 68 });
  });

  test("show by iteration on the task’s page, the last one unless another is asked for", async () => {
    const { owner, workspaceId, ids } = await makeSamples();
    const at = async (metric: string, iteration?: number) =>
      (await findShownTask(as(owner, workspaceId), ids.finished, { metric, iteration, scalars: 1 }))?.reports
        .samples;
    expect(await at("")).toMatchObject({
      ...{ total: 68, metrics: ["boxes", "masks"], iteration: 59, earlier: 58, later: null, found: 1 },
      shown: [{ metric: "boxes", variant: "dock", iteration: 59 }],
    });
    expect(await at("", 2)).toMatchObject({ iteration: 2, earlier: 1, later: 3, found: 3 });
    expect(await at("masks")).toMatchObject({ iteration: 4, earlier: 3, later: null, found: 1 });
    expect(await at("masks", 40)).toMatchObject({ iteration: 4 });
    expect(await at("masks", -5)).toMatchObject({ iteration: 0, earlier: null, later: 1 });
    expect(await at("none", 3)).toMatchObject({ total: 68, iteration: null, found: 0, shown: [] });
  });

  test("show alone, with what is before and after", async () => {
    const { owner, workspaceId, ids } = await makeSamples();
    const one = (metric: string, variant: string, iteration: number) =>
      findOneSample(
        as(owner, workspaceId),
        { kind: "task", id: ids.finished },
        { metric, variant, iteration },
      );
    expect(await one("boxes", "dock", 59)).toMatchObject({
      ...{ path: [{ basename: "vision" }, { basename: "detector-v2" }], sample: { bytes: 10 } },
      ...{ previous: null, next: { metric: "boxes", variant: "dock", iteration: 58 } },
      ...{ earlier: 58, later: null },
    });
    expect(await one("masks", "dock", 2)).toMatchObject({
      previous: { metric: "boxes", variant: "dock", iteration: 2 },
      next: { metric: "boxes", variant: "100%", iteration: 1 },
      ...{ earlier: 1, later: 3 },
    });
    expect(await one("masks", "dock", 0)).toMatchObject({ next: null, earlier: null });
    expect(await one("masks", "dock", 9)).toBeUndefined();
  });

  test("are unknown where the task may not be read, or is in another workspace", async () => {
    const { member, stranger, workspaceId, elsewhere, ids } = await makeSamples();
    await closeWorkspace(workspaceId);
    const one = { metric: "boxes", variant: "dock", iteration: 3 };
    const task = { kind: "task", id: ids.finished } as const;
    expect(await findOneSample(as(member, workspaceId), task, one)).toBeUndefined();
    expect(await findOneSample(as(stranger, elsewhere), task, one)).toBeUndefined();
    expect(await findShownSamples(as(member, workspaceId), ids.finished, all)).toBeUndefined();
    expect(await findShownSamples(as(stranger, elsewhere), ids.finished, all)).toBeUndefined();
  });
});

describe("scalars", () => {
  const series: Series = {
    points: [[1, 0.5, 7]],
    stride: 1,
    last: [1, 0.5, 7],
    least: [1, 0.5, 7],
    most: [1, 0.5, 7],
  };

  test.each(["task", "model"] as const)("of a %s are paged by name, all of them", async (kind) => {
    const { owner, workspaceId, ids } = await makeResources();
    const id = kind === "task" ? ids.running : ids.model;
    const table = pool()(`${kind}_scalars`);
    await pool()`delete from ${table} where workspace_id = ${workspaceId}`;
    const names = Array.from({ length: 30 }, (_, index) => `m${String(index).padStart(2, "0")}`);
    await inTransaction((tx) =>
      upsertSeries(
        tx,
        workspaceId,
        kind,
        names.map((metric) => ({ reporterId: id, metric, variant: "v", series })),
      ),
    );
    const page = async (scalars: number) => {
      const query = { metric: "", iteration: undefined, scalars };
      const reader = as(owner, workspaceId);
      const found =
        kind === "task"
          ? (await findShownTask(reader, id, query))?.reports.scalars
          : (await findShownModel(reader, id, query))?.model.scalars;
      return found && { ...found, series: found.series.map(({ metric }) => metric) };
    };
    expect(await page(1)).toEqual({ series: names.slice(0, 12), before: 0, total: 30 });
    expect(await page(3)).toEqual({ series: names.slice(24), before: 24, total: 30 });
    expect(await page(Number.MAX_SAFE_INTEGER)).toEqual(await page(3));
  });
});

describe("a log to save", () => {
  const linesOf = async (parts: AsyncIterable<string> | undefined) => {
    let text = "";
    for await (const part of parts ?? []) text += part;
    return text.trimEnd().split("\n");
  };

  test("is everything that is kept, from all parts in their order", async () => {
    const { owner, workspaceId, ids } = await makeResources();
    await db()
      .insert(taskLogChunks)
      .values({
        ...{ workspaceId, taskId: ids.running, number: 9_999, lineCount: 1 },
        lines: [{ atMs: 0, level: "error", worker: "gpu", text: "the last" }],
        ...{ firstAt: new Date(0), lastAt: new Date(0) },
      });
    const lines = await linesOf(await findTaskLog(as(owner, workspaceId), ids.running));
    expect(lines).toHaveLength(32);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z INFO epoch 1\/50/);
    expect(lines.at(-1)).toBe("1970-01-01T00:00:00.000Z ERROR the last");
    expect(await linesOf(await findTaskLog(as(owner, workspaceId), ids.queued))).toEqual([""]);
  });

  test("is unknown where the task may not be read, or is in another workspace", async () => {
    const { member, stranger, workspaceId, elsewhere, ids } = await makeResources();
    await closeWorkspace(workspaceId);
    expect(await findTaskLog(as(member, workspaceId), ids.running)).toBeUndefined();
    expect(await findTaskLog(as(stranger, elsewhere), ids.running)).toBeUndefined();
  });
});

describe("a task’s page", () => {
  test("has its way, its parent, what it made and what it reported", async () => {
    const { owner, workspaceId, ids } = await makeResources();
    const shown = await findShownTask(as(owner, workspaceId), ids.running);
    expect(shown).toMatchObject({
      mayModify: true,
      task: {
        status: "in_progress",
        path: [{ basename: "vision" }, { basename: "detector-v2" }],
        parent: { id: ids.finished, name: "yolo-l 1280, mosaic on" },
        ownerName: "Olga",
        lastWorker: "gpu-04:gpu0,1",
        runtime: { progress: "62" },
      },
      reports: {
        log: { kept: 31 },
        scalars: { total: 3 },
        samples: { total: 14, found: 8, iteration: 31, earlier: 20, later: null },
      },
    });
    expect(shown?.reports.log.lines[0]?.text).toMatch(/^epoch 1\/50/);
    expect(shown?.reports.log.lines.at(-1)?.text).toMatch(/^epoch 31\/50/);
    expect(shown?.reports.scalars.series.map(({ metric, variant }) => `${metric}/${variant}`)).toEqual([
      "train/loss",
      "val/mAP",
      "val/recall",
    ]);
    expect(shown?.reports.scalars.series[1]?.points).toHaveLength(31);
    expect(shown?.reports.scalars.series[1]?.beside?.points).toHaveLength(50);
    expect(shown?.reports.scalars.before).toBe(0);
    const made = await findShownTask(as(owner, workspaceId), ids.finished);
    expect(made?.task.inputModels).toMatchObject([{ name: "CSP backbone, pretrained", ready: true }]);
    expect(made?.task.models).toMatchObject([{ name: "yolo-l 1280, mosaic on, best", ready: false }]);
  });

  test("names nothing that may not be read, and is unknown where the task may not be", async () => {
    const { member, stranger, workspaceId, elsewhere, ids } = await makeResources();
    await closeWorkspace(workspaceId);
    expect(await findShownTask(as(member, workspaceId), ids.running)).toBeUndefined();
    for (const [type, target] of [
      ["task", ids.running],
      ["model", ids.model],
      ["queue", ids.queue],
    ] as const) {
      await makeAccessRule(workspaceId, { type, target, access: "read", users: [member] });
    }
    const shown = await findShownTask(as(member, workspaceId), ids.running);
    expect(shown?.reports.scalars.series.map(({ beside }) => beside)).toEqual([null, null, null]);
    expect(shown).toMatchObject({ mayModify: false, task: { parent: null, queue: null, models: [] } });
    expect(await findShownModel(as(member, workspaceId), ids.model)).toMatchObject({
      ...{ mayModify: false, model: { task: null, ready: true } },
    });
    const queue = await findShownQueue(as(member, workspaceId), ids.queue, 1);
    expect(queue?.page.total).toBe(4);
    expect(queue?.page.rows.map(({ task }) => task)).toEqual([null, null, null, null]);
    expect(JSON.stringify(queue)).not.toContain(ids.finished);
    const workers = await listWorkerPage(as(member, workspaceId), everything);
    expect(workers.rows.map(({ id, queues, task }) => [id, queues.length, task?.id])).toEqual([
      ["gpu-04:gpu0,1", 1, ids.running],
      ["gpu-05:gpu0", 1, undefined],
    ]);
    expect((await listQueuePage(as(member, workspaceId), everything)).rows.map(({ name }) => name)).toEqual([
      "gpu-a100",
    ]);
    for (const id of [ids.running, ids.model, ids.queue, "no-id"]) {
      const there = as(stranger, elsewhere);
      expect(await findShownTask(there, id)).toBeUndefined();
      expect(await findShownModel(there, id)).toBeUndefined();
      expect(await findShownQueue(there, id, 1)).toBeUndefined();
    }
  });
});

describe("queues and workers", () => {
  test("are counted, and workers that are silent for longer than their time-out are told apart", async () => {
    const { owner, workspaceId, ids } = await makeResources();
    const page = await listQueuePage(as(owner, workspaceId), everything);
    expect(
      page.rows.map(({ name, entries, workers, isDefault }) => [name, entries, workers, isDefault]),
    ).toEqual([
      ["default", 0, 0, true],
      ["gpu-a100", 4, 1, false],
      ["services", 0, 0, false],
    ]);
    const queue = await findShownQueue(as(owner, workspaceId), ids.queue, 7);
    expect(queue?.page).toMatchObject({ number: 1, total: 4 });
    expect(queue?.page.rows.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(queue?.workers.map(({ id, isPresent }) => [id, isPresent])).toEqual([
      ["gpu-04:gpu0,1", true],
      ["gpu-05:gpu0", false],
    ]);
    expect((await listWorkerPage(as(owner, workspaceId), { search: "GPU", page: 1 })).total).toBe(2);
    expect((await listQueuePage(as(owner, workspaceId), { search: "serv", page: 1 })).total).toBe(1);
  });
});
