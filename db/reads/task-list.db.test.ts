import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type ListParameters, readListRequest } from "@/lib/core/resources/list-request";
import { taskListSpec } from "@/lib/core/resources/task-list";
import { db } from "../client";
import { taskScalars } from "../schema/task-reports";
import { tasks } from "../schema/tasks";
import { openTestDatabase } from "../testing/database";
import { makePerson } from "../testing/factories/person";
import { makeTask } from "../testing/resources";
import { listTasks } from "./task-list";

openTestDatabase();

const md5 = (name: string) => createHash("md5").update(name).digest("hex");
const loss = `last_metrics.${md5("loss")}.${md5("é")}`;
const everything = { whole: true, parentIds: [], ids: [] } as const;
let workspaceId: WorkspaceId;

beforeAll(async () => {
  const person = await makePerson();
  workspaceId = person.personalId;
  await task("Best", { last: 0.1, least: 0.05, most: 9 }, { script: { repository: "https://git/a" } });
  await task("Worst", { last: 0.9, least: 0.8, most: 1 }, { script: { repository: "https://git/b" } });
  await task("Silent", undefined, { startedAt: new Date(0), completedAt: new Date(60_000) });

  async function task(
    name: string,
    value: { last: number; least: number; most: number } | undefined,
    change: Partial<typeof tasks.$inferInsert>,
  ) {
    const taskId = await makeTask(workspaceId, person);
    await db()
      .update(tasks)
      .set({ name, ...change })
      .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, taskId)));
    if (!value) return;
    const [iterations, times] = [
      { lastIteration: 3, leastIteration: 2, mostIteration: 1 },
      { lastAtMs: 3, leastAtMs: 2, mostAtMs: 1 },
    ];
    await db()
      .insert(taskScalars)
      .values({
        ...{ workspaceId, taskId, metric: "loss", variant: "é", points: [], stride: 1 },
        ...{ lastValue: value.last, leastValue: value.least, mostValue: value.most },
        ...iterations,
        ...times,
      });
  }
});

test.each<[string, ListParameters, string[]]>([
  ["the last value", { order_by: [`${loss}.value`] }, ["Silent", "Best", "Worst"]],
  ["the last value, the greatest first", { order_by: [`-${loss}.value`] }, ["Worst", "Best", "Silent"]],
  ["the least value, and a page", { order_by: [`-${loss}.min_value`], page: 0, page_size: 1 }, ["Worst"]],
  ["the greatest value", { order_by: [`-${loss}.max_value`] }, ["Best", "Worst", "Silent"]],
  ["a range of a value", { [`${loss}.value`]: [0.5, 1], order_by: "name" }, ["Worst"]],
  ["a value that there is not", { [`${loss}.constructor`]: [0, 1] }, []],
  ["how long it ran", { active_duration: [59, 61] }, ["Silent"]],
  [
    "a part of the script",
    { _any_: { fields: ["script.repository", "script.entry_point"], pattern: "git/b$" } },
    ["Worst"],
  ],
])("tasks are listed by %s", async (_, parameters, expected) => {
  const request = readListRequest(parameters, taskListSpec);
  if (!request.ok) throw new Error(request.refusal.message);
  const found = await listTasks(workspaceId, everything, request.value, ["name"], {}, db());
  expect(found.map(({ name }) => name)).toEqual(expected);
});
