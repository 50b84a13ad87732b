import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, inTransaction, pool } from "@/db/client";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { browseQuery, datasetQuery } from "@/lib/core/resources/browse";
import { insertDemoResources } from "@/lib/entry/demo-resources";
import { findShownDataset, findShownDataview } from "./datasets";
import { browse } from "./projects";

openTestDatabase();

async function makeDatasets() {
  const team = await makeTeam();
  const { owner, workspaceId } = team;
  await inTransaction((tx) => insertDemoResources(tx, workspaceId, [owner.id], new Date()));
  const idOf = async (table: "projects" | "datasets" | "dataviews", name: string) => {
    const [row] = await pool()<{ id: string }[]>`
      select id from ${pool()(table)} where workspace_id = ${workspaceId} and name = ${name}`;
    return row?.id ?? "";
  };
  const ids = {
    streets: await idOf("projects", "vision/.datasets/street-scenes"),
    docks: await idOf("projects", "vision/.datasets/dock-cameras"),
    project: await idOf("projects", "vision"),
    registered: await idOf("datasets", "warehouse-night"),
    dataview: await idOf("dataviews", "Cars, no rain"),
  };
  return { ...team, ids };
}

const as = (person: Parameters<typeof actingAs>[1], workspaceId: WorkspaceId) =>
  actingAs("resources.use", person, { workspaceId, role: "member" });

const asked = (query: Record<string, string> = {}) => datasetQuery.parse(query);

test("a dataset of the SDK has its versions with what their tasks tell of them", async () => {
  const { owner, workspaceId, ids } = await makeDatasets();
  const actor = as(owner, workspaceId);
  const newest = await findShownDataset(actor, ids.streets, asked());
  expect(newest).toMatchObject({
    dataset: { name: "street-scenes", path: [{ basename: "vision" }, { basename: ".datasets" }] },
    isOfTasks: true,
    page: { total: 3, rows: [{ version: "1.4.0" }, { version: "1.2.0" }, { version: "1.0.0" }] },
    chosen: {
      ...{ version: "1.4.0", status: "published", files: 48_210, bytes: 14_600_000_000 },
      changes: { added: 2_390, removed: 40, modified: 0 },
      parents: [{ id: newest?.page.rows[1]?.id, name: "street-scenes", version: "1.2.0", mayRead: true }],
      isContentWhole: true,
    },
  });
  expect(newest?.chosen?.content).toContain("street-scenes/00418.jpg");
  const first = newest?.page.rows[2]?.id ?? "";
  const chosen = await findShownDataset(actor, ids.streets, asked({ version: first, page: "7" }));
  expect(chosen).toMatchObject({ page: { number: 1 }, chosen: { version: "1.0.0", parents: [] } });
  const none = await findShownDataset(actor, ids.docks, asked({ version: first }));
  expect(none).toMatchObject({ page: { total: 1 }, chosen: null });
});

test("a long list of files is cut, and so is a structure that is no JSON left out", async () => {
  const { owner, workspaceId, ids } = await makeDatasets();
  const content = "é".repeat(20_001);
  await db()
    .update(tasks)
    .set({ configuration: { "Dataset Content": { value: content }, "Dataset Struct": { value: "{" } } })
    .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.projectId, ids.docks)));
  const shown = await findShownDataset(as(owner, workspaceId), ids.docks, asked());
  expect(shown?.chosen).toMatchObject({ content: content.slice(1), isContentWhole: false, parents: [] });
});

test("archived versions are left out, and projects that are no datasets are none", async () => {
  const { owner, workspaceId, ids } = await makeDatasets();
  const actor = as(owner, workspaceId);
  await pool()`
    update tasks set system_tags = array['dataset', 'archived']
    where workspace_id = ${workspaceId} and project_id = ${ids.docks}`;
  expect(await findShownDataset(actor, ids.docks, asked())).toMatchObject({
    page: { total: 0 },
    chosen: null,
  });
  expect(await findShownDataset(actor, ids.project, asked())).toBeUndefined();
});

test("a dataset of the registry has its versions, and a dataview its filters", async () => {
  const { owner, workspaceId, ids } = await makeDatasets();
  const actor = as(owner, workspaceId);
  expect(await findShownDataset(actor, ids.registered, asked())).toMatchObject({
    dataset: { name: "warehouse-night", description: "Recorded by the field robots." },
    isOfTasks: false,
    page: { total: 2 },
    chosen: { status: "published", version: null, files: null, parents: [], content: "" },
  });
  expect(await findShownDataview(actor, ids.dataview)).toMatchObject({
    name: "Cars, no rain",
    filters: [{ dataset: ids.registered, frame_query: "weather:(not rain)" }],
    path: [{ basename: "vision" }, { basename: "detector-v2" }],
  });
});

test("who has no access to them finds none, and the rules give each by its own type", async () => {
  const { member, workspaceId, ids } = await makeDatasets();
  const actor = as(member, workspaceId);
  await closeWorkspace(workspaceId);
  const listed = async () =>
    (await browse(actor, null, browseQuery.parse({ kind: "datasets", order: "name" })))?.page.rows.map(
      ({ name }) => name,
    );
  const reached = async () => [
    !!(await findShownDataset(actor, ids.streets, asked())),
    !!(await findShownDataset(actor, ids.registered, asked())),
    !!(await findShownDataview(actor, ids.dataview)),
  ];
  expect([await reached(), await listed()]).toEqual([[false, false, false], []]);
  const give = (type: "project" | "dataset" | "dataview", target: string) =>
    makeAccessRule(workspaceId, { type, target, access: "read", users: [member] });
  await give("project", ids.streets);
  expect([await reached(), await listed()]).toEqual([[true, false, false], ["street-scenes"]]);
  await give("dataset", ids.registered);
  await give("dataview", ids.dataview);
  expect([await reached(), await listed()]).toEqual([
    [true, true, true],
    ["street-scenes", "warehouse-night"],
  ]);
});

test("of another workspace there is nothing to see", async () => {
  const { ids } = await makeDatasets();
  const { owner, workspaceId } = await makeTeam();
  const stranger = as(owner, workspaceId);
  expect(await findShownDataset(stranger, ids.streets, asked())).toBeUndefined();
  expect(await findShownDataset(stranger, ids.registered, asked())).toBeUndefined();
  expect(await findShownDataview(stranger, ids.dataview)).toBeUndefined();
});
