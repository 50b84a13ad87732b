import { describe, expect, test } from "vitest";
import { inTransaction, pool } from "@/db/client";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { insertDemoResources } from "@/lib/entry/demo-resources";
import { findShownModel } from "./models";
import { findShownQueue, listQueuePage, listWorkerPage } from "./queues";
import { findShownTask } from "./tasks";

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
    model: await id("models", "yolo-m 960, best"),
    queue: await id("queues", "gpu-a100"),
  };
  return { ...team, ids };
}

const as = (person: Parameters<typeof actingAs>[1], workspaceId: WorkspaceId) =>
  actingAs("resources.use", person, { workspaceId, role: "member" });

const everything = { search: "", page: 1 };

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
      reports: { log: { kept: 31 }, scalars: { total: 3 }, samples: { total: 8 } },
    });
    expect(shown?.reports.log.lines[0]?.text).toMatch(/^epoch 1\/50/);
    expect(shown?.reports.log.lines.at(-1)?.text).toMatch(/^epoch 31\/50/);
    expect(shown?.reports.scalars.series.map(({ metric, variant }) => `${metric}/${variant}`)).toEqual([
      "train/loss",
      "val/mAP",
      "val/recall",
    ]);
    expect(shown?.reports.scalars.series[1]?.points).toHaveLength(31);
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
