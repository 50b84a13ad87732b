import type { Page } from "@playwright/test";
import { inTransaction, pool } from "@/db/client";
import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { insertDemoResources } from "@/lib/entry/demo-resources";
import { expect } from "./fixtures";
import type { Screen, Stage } from "./screens";

/** The id of what has this name in the workspace. */
export async function resourceId(
  workspaceId: WorkspaceId,
  table: "projects" | "tasks" | "models" | "datasets" | "dataviews" | "queues",
  name: string,
): Promise<string> {
  const [row] = await pool()<{ id: string }[]>`
    select id from ${pool()(table)} where workspace_id = ${workspaceId} and name = ${name}`;
  if (!row) throw new Error(`There is no ${name} among the ${table}.`);
  return row.id;
}

/** A workspace with the sample resources, and somebody in it besides its owner. */
export async function makeResearch() {
  const owner = await makeAccount("Wilhelmina Featherstonehaugh-Cholmondeley");
  const member = await makeAccount("Mira Chen");
  const workspaceId = await makeWorkspace(owner, "Research and Development");
  await join(workspaceId, member);
  await inTransaction((tx) => insertDemoResources(tx, workspaceId, [owner.id, member.id], new Date()));
  return { owner, member, workspaceId };
}

async function onProjects({ signIn }: Stage, path = "/projects"): Promise<Page> {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto(path);
  return page;
}

async function onResource(
  { signIn }: Stage,
  table: Parameters<typeof resourceId>[1],
  name: string,
  query = "",
): Promise<Page> {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  const folder = table === "projects" ? "" : `/${table}`;
  await page.goto(`/projects${folder}/${await resourceId(workspaceId, table, name)}${query}`);
  await expect(page.getByRole("heading", { level: 1, name: name.split("/").at(-1) ?? name })).toBeVisible();
  return page;
}

export const projectScreens: Record<string, Screen> = {
  projects: (stage) => onProjects(stage),
  "projects-empty": async ({ signIn }) => {
    const { page } = await signIn();
    await page.goto("/projects");
    await expect(page.getByRole("heading", { name: "No projects yet" })).toBeVisible();
    await expect(page.getByRole("search")).toHaveCount(0);
    await expect(page.getByRole("combobox")).toHaveCount(0);
    return page;
  },
  "projects-not-shared": async ({ signIn }) => {
    const { member, workspaceId } = await makeResearch();
    await closeWorkspace(workspaceId);
    const { page } = await signIn({ account: member, workspaceId });
    await page.goto("/projects");
    await expect(page.getByRole("heading", { name: "Nothing is shared with you yet" })).toBeVisible();
    await expect(page.getByRole("search")).toHaveCount(0);
    return page;
  },
  "projects-found": (stage) => onProjects(stage, "/projects?find=vision&hidden=1&search=yolo"),
  "projects-none-found": (stage) => onProjects(stage, "/projects?search=nothing-at-all&find=nothing"),
  project: (stage) => onResource(stage, "projects", "vision/detector-v2", "?hidden=1"),
  "project-models": (stage) => onResource(stage, "projects", "vision/detector-v2", "?kind=models"),
  "project-empty": (stage) => onResource(stage, "projects", "finance/forecast-shared"),
  "project-named-only": async ({ signIn }) => {
    const { member, workspaceId } = await makeResearch();
    await closeWorkspace(workspaceId);
    const target = await resourceId(workspaceId, "projects", "vision/detector-v2/ablations");
    await makeAccessRule(workspaceId, { type: "project", access: "read", target, users: [member] });
    const { page } = await signIn({ account: member, workspaceId });
    await page.goto(`/projects/${await resourceId(workspaceId, "projects", "vision/detector-v2")}`);
    await expect(page.getByText("You may see the name of this project")).toBeVisible();
    return page;
  },
  "new-project": async (stage) => {
    const page = await onResource(stage, "projects", "vision/detector-v2");
    await page.getByRole("button", { name: "New project" }).click();
    const dialog = page.getByRole("dialog", { name: "Create a project" });
    await dialog.getByRole("button", { name: "Create project" }).click();
    await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
    return page;
  },
  "edit-project": async (stage) => {
    const page = await onResource(stage, "projects", "vision/detector-v2");
    await page.getByRole("button", { name: "Edit" }).click();
    await expect(page.getByRole("dialog", { name: "Edit “detector-v2”" })).toBeVisible();
    return page;
  },
  "delete-project": async (stage) => {
    const page = await onResource(stage, "projects", "vision/detector-v2");
    await page.getByRole("button", { name: "Delete" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog.getByText("The access rules about it")).toBeVisible();
    await dialog.getByRole("checkbox").check();
    return page;
  },
  task: (stage) => onResource(stage, "tasks", "yolo-l 1280, mosaic off"),
  "task-many-scalars": async (stage) => {
    const page = await onResource(stage, "tasks", "yolo-l 1280, mosaic off");
    const [, taskId = ""] = /([0-9a-f]{32})$/.exec(page.url()) ?? [];
    await pool()`
      insert into task_scalars
      select (jsonb_populate_record(t, jsonb_build_object('variant', 'layer ' || lpad(n::text, 2, '0')))).*
      from task_scalars t, generate_series(1, 30) n where task_id = ${taskId} and variant = 'mAP'`;
    await page.reload();
    const pages = page.getByRole("navigation", { name: "Pages of scalars" });
    await expect(pages).toContainText("1–12 of 33");
    await pages.getByRole("link", { name: "Next" }).click();
    await expect(pages).toContainText("13–24 of 33");
    await pages.getByRole("link", { name: "Next" }).click();
    await expect(pages).toContainText("25–33 of 33");
    await expect(page.getByRole("region", { name: "Scalars" })).toContainText("val / recall");
    return page;
  },
  "task-samples": async (stage) => {
    const page = await onResource(stage, "tasks", "yolo-l 1280, mosaic off");
    await page.goto(`${page.url()}/samples`);
    await page.getByRole("link", { name: "val", exact: true }).first().click();
    await expect(page.getByRole("link", { name: "All metrics, not only val" })).toBeVisible();
    return page;
  },
  "task-sample-large": async (stage) => {
    const page = await onResource(stage, "tasks", "yolo-l 1280, mosaic off");
    await page.getByRole("link", { name: "street_2.png" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "street_2.png" })).toBeVisible();
    return page;
  },
  "task-failed": (stage) => onResource(stage, "tasks", "yolo-m quantised, int8"),
  "task-draft": (stage) => onResource(stage, "tasks", "Weekly forecast 3"),
  model: (stage) => onResource(stage, "models", "yolo-m 960, best"),
  "model-reports": (stage) => onResource(stage, "models", "yolo-l 1280, mosaic on, best"),
  "project-datasets": (stage) => onProjects(stage, "/projects?kind=datasets"),
  dataset: async (stage) => {
    const { owner, workspaceId } = await makeResearch();
    const { page } = await stage.signIn({ account: owner, workspaceId });
    await page.goto(
      `/projects/datasets/${await resourceId(workspaceId, "projects", "vision/.datasets/street-scenes")}`,
    );
    await expect(page.getByRole("heading", { level: 2, name: "Version 1.4.0" })).toBeVisible();
    await expect(page.getByRole("link", { name: "street-scenes 1.2.0" })).toBeVisible();
    return page;
  },
  "dataset-registered": (stage) => onResource(stage, "datasets", "warehouse-night"),
  dataview: (stage) => onResource(stage, "dataviews", "Cars, no rain"),
  queues: (stage) => onProjects(stage, "/projects/queues"),
  queue: (stage) => onResource(stage, "queues", "gpu-a100"),
  "queue-empty": (stage) => onResource(stage, "queues", "services"),
  workers: (stage) => onProjects(stage, "/projects/workers"),
  "project-search": (stage) => onProjects(stage, "/projects/search?search=vision"),
  "project-search-empty": (stage) => onProjects(stage, "/projects/search?search=nothing-at-all"),
  "task-menu": async (stage) => {
    const page = await onResource(stage, "tasks", "yolo-l 1280, mosaic on");
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    return page;
  },
  "delete-task": async (stage) => {
    const page = await onResource(stage, "tasks", "yolo-l 1280, mosaic on");
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(page.getByRole("alertdialog").getByText("The access rules about it")).toBeVisible();
    return page;
  },
  "move-task": async (stage) => {
    const page = await onResource(stage, "tasks", "yolo-l 1280, mosaic on");
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await page.getByRole("menuitem", { name: "Move" }).click();
    await expect(page.getByRole("dialog", { name: /^Move/ })).toBeVisible();
    return page;
  },
  "workers-empty": async ({ signIn }) => {
    const { page } = await signIn();
    await page.goto("/projects/workers");
    return page;
  },
};
