import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type ListParameters, readListRequest } from "@/lib/core/resources/list-request";
import { taskListSpec } from "@/lib/core/resources/task-list";
import { db } from "../client";
import { taskScalars } from "../schema/task-reports";
import { tasks } from "../schema/tasks";
import { openTestDatabase } from "../testing/database";
import { makePerson } from "../testing/factories/person";
import { makeProject, makeTask } from "../testing/resources";
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

/** One that nobody counted is read as a large one: see `pageOf`. */
const sizes: [string, { held?: number }][] = [
  ["a small scope", { held: 5 }],
  ["a scope of few projects", {}],
  ["a large scope", { held: 1_000_000 }],
];

test.each(sizes)(
  "pages of projects and of single tasks are those of the whole list, in %s",
  async (_, size) => {
    const person = await makePerson();
    const place = person.personalId;
    const [first, second, other] = await Promise.all([1, 2, 3].map(() => makeProject(place, person)));
    const inProjects: string[] = [];
    for (const project of [first, second, first, second, first]) {
      inProjects.push(await makeTask(place, person, project));
    }
    const single = await makeTask(place, person, other);
    await makeTask(place, person, other);
    const alone = await makeTask(place, person);
    const named = [inProjects[1]!, inProjects[4]!, alone];
    for (const id of named) {
      await db()
        .update(tasks)
        .set({ name: "Found", status: "failed" })
        .where(and(eq(tasks.workspaceId, place), eq(tasks.id, id)));
    }
    const withoutTasks = Array.from({ length: 10 }, (_none, at) => `none-${at}`);
    const scope = {
      ...{ whole: false, parentIds: [first!, second!, ...withoutTasks], ...size },
      // What is in a project of the scope too counts once.
      ids: [single, alone, inProjects[0]!],
    } as const;
    const list = async (parameters: ListParameters, of: ListScope = scope) => {
      const request = readListRequest({ order_by: "-created", ...parameters }, taskListSpec);
      if (!request.ok) throw new Error(request.refusal.message);
      return (await listTasks(place, of, request.value, [], {}, db())).map(({ id }) => id);
    };
    const whole = await list({ page: 0, page_size: 500 });
    expect(whole.toSorted()).toEqual([...inProjects, single, alone].toSorted());
    const pages = await Promise.all([0, 1, 2, 3].map((page) => list({ page, page_size: 2 })));
    expect(pages.flat()).toEqual(whole);
    const everyone = await list({ page_size: 500 }, everything);
    expect(everyone.filter((id) => whole.includes(id))).toEqual(whole);
    for (const filter of [{ search_text: "foUN" }, { status: ["failed"] }, { name: "^Found$" }]) {
      const found = await list({ ...filter, page_size: 50 });
      expect(found).toEqual(whole.filter((id) => named.includes(id)));
      expect(await list({ ...filter, page: 1, page_size: 2 })).toEqual(found.slice(2));
      expect(await list({ ...filter, page: 9, page_size: 2 })).toEqual([]);
    }
    expect(await list({ project: [second!], page_size: 50 })).toEqual(
      whole.filter((id) => id === inProjects[1] || id === inProjects[3]),
    );
    expect(await list({ page_size: 50 }, { ...scope, parentIds: [] })).toEqual(
      whole.filter((id) => scope.ids.includes(id)),
    );
    expect(await list({ page_size: 50 }, { ...scope, ids: [] })).toEqual(
      whole.filter((id) => inProjects.includes(id)),
    );
    expect(await list({ page_size: 50 }, { ...size, whole: false, parentIds: [], ids: [] })).toEqual([]);
  },
);
