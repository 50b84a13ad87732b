import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { files } from "@/db/schema/files";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { makeProject, makeTask } from "@/db/testing/resources";
import { upsertCallCounts, upsertProjectCalls } from "@/db/writes/usage";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { monthOf, type UsageQuery, usageQuery } from "@/lib/core/usage/usage";
import { deletedProjects, withoutProject } from "@/lib/core/usage/usage-keys";
import { newId } from "@/lib/server/crypto";
import { accessOfActor } from "../access/caller-access";
import { callsAsCsv, chartCalls, listUsage, projectCallsAsCsv } from "./usage";

openTestDatabase();

const month = monthOf("2026-02", new Date("2026-03-05T12:00:00Z"));
const queryOf = (query: Partial<UsageQuery> = {}) => usageQuery.parse(query);

let owner: TestPerson;
let member: TestPerson;
let workspaceId: WorkspaceId;
let viewer: Parameters<typeof listUsage>[0];

beforeEach(async () => {
  owner = await makePerson("Olga Owner");
  member = await makePerson("Mira Member");
  workspaceId = await makeWorkspace(owner);
  await join(workspaceId, member);
  viewer = actingAs("usage.view", owner, { workspaceId });
});

const count = (day: string, accessKey: string, user: TestPerson, calls: number, of = workspaceId) =>
  inTransaction((tx) =>
    upsertCallCounts(tx, newId(), [{ workspaceId: of, day, accessKey, userId: user.id, calls }]),
  );

const countFor = (day: string, projectId: string, calls: number) =>
  inTransaction((tx) => upsertProjectCalls(tx, newId(), [{ workspaceId, day, projectId, calls }]));

async function store(path: string, bytes: number, uploader: TestPerson, taskId: string | null = null) {
  const at = new Date();
  await db()
    .insert(files)
    .values({
      ...{ workspaceId, path, storedAs: newId(), taskId, bytes, sha256: "", contentType: "" },
      ...{ uploadedBy: uploader.id, uploadedAt: at },
    });
}

const report = (taskId: string, sizes: { externalBytes?: number; eventBytes?: number }) =>
  db().update(tasks).set(sizes).where(eq(tasks.id, taskId));

async function figures() {
  const [{ total: calls }, byMember, byProject] = await Promise.all([
    chartCalls(viewer, month, queryOf()),
    listUsage(viewer, month, queryOf()),
    listUsage(viewer, month, queryOf({ of: "project", page: 9 })),
  ]);
  expect(byProject.stored).toEqual(byMember.stored);
  return { ...byMember.stored, calls };
}

describe("the figures", () => {
  test("of a new workspace are zero", async () => {
    expect(await figures()).toEqual({ artifacts: 0, metrics: 0, calls: 0 });
    expect((await chartCalls(viewer, month, queryOf())).series).toEqual([]);
    expect((await listUsage(viewer, month, queryOf())).page).toMatchObject({ total: 0, rows: [] });
  });

  test("are the calls of the month, and what is stored: files, artifacts elsewhere, and events", async () => {
    const task = await makeTask(workspaceId, owner);
    await report(task, { externalBytes: 50, eventBytes: 7 });
    await store("a/b", 1_000, member);
    await count("2026-02-01", "K1", owner, 3);
    await count("2026-02-28", "K1", owner, 4);
    await count("2026-02-28", "K1", owner, 1);
    for (const day of ["2026-01-31", "2026-03-01"]) await count(day, "K1", owner, 100);
    const other = await makeWorkspace(owner);
    await count("2026-02-10", "K9", owner, 100, other);
    expect(await figures()).toEqual({ artifacts: 1_050, metrics: 7, calls: 8 });
    await db().delete(tasks).where(eq(tasks.id, task));
    await db().delete(files).where(eq(files.workspaceId, workspaceId));
    expect(await figures()).toMatchObject({ artifacts: 0, metrics: 0 });
  });
});

describe("the chart", () => {
  test("tells the three busiest credentials apart by their labels, and the others in one", async () => {
    const key = await makeCredentials({ account: owner, workspaceId }, { label: "Cluster" });
    await count("2026-02-03", key.accessKey, owner, 50);
    await count("2026-02-03", "K2", owner, 20);
    await count("2026-02-04", "K2", owner, 20);
    await count("2026-02-04", "K3", member, 30);
    await count("2026-02-04", "K4", member, 2);
    await count("2026-02-05", "K5", member, 1);
    const chart = await chartCalls(viewer, month, queryOf());
    expect(chart.series.map(({ label }) => label)).toEqual(["Cluster", "K2", "K3", "2 others"]);
    expect(chart.days).toHaveLength(28);
    expect(
      chart.days.slice(2, 5).map(({ parts }) => parts.map(({ series, calls }) => [series, calls])),
    ).toEqual([
      [
        [0, 50],
        [1, 20],
      ],
      [
        [1, 20],
        [2, 30],
        [3, 2],
      ],
      [[3, 1]],
    ]);
  });

  test("tells members apart", async () => {
    await count("2026-02-03", "K1", owner, 1);
    await count("2026-02-03", "K2", owner, 1);
    await count("2026-02-03", "K3", member, 5);
    const { series } = await chartCalls(viewer, month, queryOf({ by: "member" }));
    expect(series.map(({ label }) => label)).toEqual(["Mira Member", "Olga Owner"]);
  });
});

describe("calls by project", () => {
  let vision: string;
  beforeEach(async () => {
    vision = await makeProject(workspaceId, owner, null, "Vision");
    await count("2026-02-03", "K1", owner, 100);
    await count("2026-02-04", "K1", owner, 5);
    await countFor("2026-02-03", vision, 40);
    await countFor("2026-02-03", vision, 20);
    await countFor("2026-02-03", newId(), 6);
    await countFor("2026-02-03", newId(), 4);
    await countFor("2026-02-04", vision, 5);
    await countFor("2026-03-01", vision, 1_000);
  });

  test("are told apart with those of no project, and are as many as all", async () => {
    const chart = await chartCalls(viewer, month, queryOf({ by: "project" }));
    expect(chart.series.map(({ label }) => label)).toEqual(["Vision", "No project", "Deleted projects"]);
    expect(chart.total).toBe((await chartCalls(viewer, month, queryOf())).total);
    expect(chart.days[2]?.parts.map(({ calls }) => calls)).toEqual([60, 30, 10]);
    expect(chart.days[3]?.parts.map(({ calls }) => calls)).toEqual([5]);
  });

  test("stand in the list of who uses what, which is sorted by them", async () => {
    const { page } = await listUsage(viewer, month, queryOf({ of: "project" }));
    expect(page.rows).toEqual([
      { key: vision, name: "Vision", calls: 65, artifacts: 0, metrics: 0, tasks: 0 },
      { key: withoutProject, name: null, calls: 30, artifacts: 0, metrics: 0, tasks: 0 },
      { key: deletedProjects, name: null, calls: 10, artifacts: 0, metrics: 0, tasks: 0 },
    ]);
  });

  test("are written as CSV, a line for each day and project", async () => {
    let text = "";
    for await (const part of projectCallsAsCsv(viewer, month)) text += part;
    expect(text.split("\r\n")).toEqual([
      "day,project ID,project,calls",
      `2026-02-03,${vision},Vision,60`,
      "2026-02-03,,No project,30",
      "2026-02-03,,Deleted projects,10",
      `2026-02-04,${vision},Vision,5`,
      "",
    ]);
  });

  test("are those of another workspace in none", async () => {
    const other = { ...viewer, workspaceId: await makeWorkspace(owner) };
    expect((await chartCalls(other, month, queryOf({ by: "project" }))).series).toEqual([]);
  });

  test("name no project that their reader may not see: admins read all of them", async () => {
    expect((await accessOfActor(viewer)).scope("read", "project")).toEqual({ whole: true });
  });
});

describe("who uses what", () => {
  test("is told by member, the most first, with those who left", async () => {
    const gone = await makePerson("Gil Gone");
    await count("2026-02-03", "K1", gone, 9);
    await count("2026-02-03", "K2", member, 5);
    await store("a/b", 1_000, owner);
    const task = await makeTask(workspaceId, member);
    await report(task, { eventBytes: 7, externalBytes: 1 });
    const rows = async (sort: UsageQuery["sort"]) => {
      const { page } = await listUsage(viewer, month, queryOf({ sort }));
      return page.rows;
    };
    expect(await rows("calls")).toMatchObject([
      { name: "Gil Gone", isMember: false, calls: 9, artifacts: 0, metrics: 0 },
      { name: "Mira Member", isMember: true, calls: 5, artifacts: 1, metrics: 7 },
      { name: "Olga Owner", calls: 0, artifacts: 1_000, metrics: 0 },
    ]);
    expect((await rows("artifacts"))[0]).toMatchObject({ name: "Olga Owner" });
    expect((await rows("metrics"))[0]).toMatchObject({ name: "Mira Member" });
  });

  test("is told by project, with what is in none", async () => {
    const project = await makeProject(workspaceId, owner);
    const [inside, outside] = [
      await makeTask(workspaceId, owner, project),
      await makeTask(workspaceId, owner),
    ];
    await makeTask(workspaceId, owner, project);
    await report(inside, { externalBytes: 10, eventBytes: 1 });
    await report(outside, { eventBytes: 5 });
    await store("x", 100, owner, inside);
    await store("y", 3, owner);
    const { page } = await listUsage(viewer, month, queryOf({ of: "project", sort: "artifacts" }));
    expect(page.rows).toEqual([
      { key: project, name: project, calls: 0, artifacts: 110, metrics: 1, tasks: 2 },
      { key: withoutProject, name: null, calls: 0, artifacts: 3, metrics: 5, tasks: 1 },
    ]);
  });

  test("a page past the end is the last one", async () => {
    await count("2026-02-03", "K1", owner, 1);
    const { page } = await listUsage(viewer, month, queryOf({ page: 7 }));
    expect(page).toMatchObject({ number: 1, total: 1, rows: [{ name: "Olga Owner" }] });
  });
});

test("the calls of a month are written as CSV, a line for each day and credentials", async () => {
  const key = await makeCredentials({ account: owner, workspaceId }, { label: '=Lab, "A"' });
  await count("2026-02-03", key.accessKey, owner, 2);
  await count("2026-02-03", key.accessKey, owner, 3);
  await count("2026-02-28", "GONE", member, 1);
  await count("2026-03-01", "GONE", member, 1);
  let text = "";
  for await (const part of callsAsCsv(viewer, month)) text += part;
  expect(text.split("\r\n")).toEqual([
    "day,access key,label,user,calls",
    `2026-02-03,${key.accessKey},"'=Lab, ""A""",Olga Owner,5`,
    "2026-02-28,GONE,,Mira Member,1",
    "",
  ]);
});
