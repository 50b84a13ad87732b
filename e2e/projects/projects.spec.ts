import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { taskLogChunks } from "@/db/schema/task-reports";
import { tasks as taskTable } from "@/db/schema/tasks";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import { expect, test } from "../fixtures";
import { tabTo } from "../keyboard";
import { makeResearch, resourceId } from "../project-screens";

const tree = (page: Page) => page.getByRole("navigation", { name: "Projects", exact: true });
const tasks = (page: Page) => page.getByRole("table", { name: "Tasks" });
const title = (page: Page, name: string) => page.getByRole("heading", { name, level: 1, exact: true });

test("projects are browsed down to a task, searched, filtered, sorted and paged", async ({ signIn }) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto("/settings/workspace");
  await page.getByRole("navigation", { name: "Areas" }).getByRole("link", { name: "Projects" }).click();
  await expect(title(page, "Projects")).toBeVisible();
  const pages = page.getByRole("navigation", { name: "Pages of tasks" });
  await expect(pages).toContainText("1–50 of 57");
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(pages).toContainText("51–57 of 57");

  await tree(page)
    .getByRole("link", { name: /^vision/ })
    .click();
  await expect(title(page, "vision")).toBeVisible();
  await tree(page)
    .getByRole("link", { name: /^detector-v2/ })
    .click();
  await expect(title(page, "detector-v2")).toBeVisible();
  await expect(page).toHaveTitle("detector-v2 · Steward");
  await expect(tree(page).getByRole("link", { name: /\.pipelines/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Show hidden projects" }).click();
  await expect(tree(page).getByRole("link", { name: /\.pipelines/ })).toBeVisible();

  await page.getByRole("searchbox", { name: "Name, tag or ID" }).fill("edge");
  await expect(tasks(page).getByRole("row")).toHaveCount(4);
  await page.getByRole("combobox", { name: "Status" }).selectOption("Failed");
  await expect(tasks(page).getByRole("row")).toHaveCount(2);
  await page.getByRole("combobox", { name: "Type" }).selectOption("Report");
  await expect(page.getByRole("heading", { name: "No tasks found" })).toBeVisible();
  await page.getByRole("link", { name: "Clear the filter" }).click();
  const byName = tasks(page).getByRole("columnheader", { name: "Task" });
  await byName.getByRole("link").click();
  await expect(byName).toHaveAttribute("aria-sort", "ascending");
  await expect(tasks(page).getByRole("row").nth(1)).toContainText("Ablation 1");
  await tasks(page).getByRole("link", { name: "release" }).first().click();
  await expect(tasks(page).getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: "Clear the filter by the tag release" }).click();
  await expect(tasks(page).getByRole("row")).not.toHaveCount(2);
  await page.getByRole("combobox", { name: "Scalar" }).selectOption("val / mAP");
  await expect(tasks(page).getByRole("columnheader", { name: "Last val / mAP" })).toBeVisible();
  await page.getByRole("combobox", { name: "Owner" }).fill(owner.name);
  await page.getByRole("option", { name: owner.name }).click();
  const owned = page.getByRole("link", { name: `Clear the filter by the owner ${owner.name}` });
  await expect(owned).toBeFocused();
  await expect(tasks(page).getByRole("columnheader", { name: "Last val / mAP" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Owner" })).toBeFocused();

  await page
    .getByRole("navigation", { name: "Lists" })
    .getByRole("link", { name: /^Models/ })
    .click();
  await page.getByRole("link", { name: "yolo-m 960, best" }).click();
  await expect(title(page, "yolo-m 960, best")).toBeVisible();
  await page.getByRole("link", { name: "yolo-m 960", exact: true }).click();
  await expect(title(page, "yolo-m 960")).toBeVisible();
  await expect(page.getByRole("region", { name: "Scalars" })).toContainText("val / mAP");
  await page.getByText("Values as a table").click();
  await expect(page.getByRole("table", { name: "Values of the scalars" }).getByRole("row")).toHaveCount(4);
  await expect(page.getByRole("list", { name: "Arguments" })).toContainText(
    "CLEARML_AGENT_GIT_PASS=********",
  );
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "vision" }).click();
  await expect(title(page, "vision")).toBeVisible();
});

test("debug samples are stepped through by iteration, and one by one", async ({ signIn }) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  const task = await resourceId(workspaceId, "tasks", "yolo-l 1280, mosaic off");
  await page.goto(`/projects/tasks/${task}`);
  const section = page.getByRole("region", { name: "Debug samples" });
  await expect(section).toContainText("iteration 31");
  await expect(section.getByRole("listitem")).toHaveCount(8);
  const previous = section.getByRole("button", { name: "Previous iteration" });
  await previous.click();
  await expect(section).toContainText("iteration 20");
  await expect(section.getByRole("listitem")).toHaveCount(6);
  await expect(previous).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(section).toContainText("iteration 31");
  await section.getByRole("combobox", { name: "Metric" }).selectOption("train");
  await expect(section).toContainText("iteration 20");
  await expect(section.getByRole("listitem")).toHaveCount(2);

  await section.getByRole("combobox", { name: "Metric" }).selectOption("All metrics");
  await section.getByRole("link", { name: "street_8.png" }).click();
  await expect(title(page, "street_8.png")).toBeVisible();
  await expect(page.getByRole("button", { name: "Next iteration" })).toBeDisabled();
  await page.keyboard.press("ArrowRight");
  await expect(title(page, "street_1_20.png")).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(title(page, "street_8.png")).toBeVisible();
  for (let at = 7; at > 0; at -= 1) {
    await page.keyboard.press("ArrowLeft");
    await expect(title(page, `street_${at}.png`)).toBeVisible();
  }
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(title(page, "street_3_20.png")).toBeVisible();
  await page.getByRole("link", { name: "val", exact: true }).click();
  await expect(title(page, "Debug samples")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Pages of debug samples" })).toContainText("1–12 of 12");
});

test("the log of a task is saved as text, and what one may do is explained", async ({ signIn }) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  const task = await resourceId(workspaceId, "tasks", "yolo-l 1280, mosaic off");
  await page.goto(`/projects/tasks/${task}`);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the log" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("log.txt");
  expect(await readFile(await file.path(), "utf8")).toMatch(
    /^\S+Z INFO epoch 1\/50 .*\n(.*\n){29}\S+Z INFO epoch 31\/50 .*\n$/,
  );
  const details = page.getByRole("region", { name: "Details" });
  await expect(details).toContainText("Read & modify");
  await details.getByRole("link", { name: "Why" }).click();
  await expect(page).toHaveURL(/\/settings\/access-rules\/explain/);
  await expect(page.getByText(/can modify the task “yolo-l 1280, mosaic off”/).first()).toBeVisible();
});

test("the page of a running task follows what it reports", async ({ signIn }) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  const taskId = await resourceId(workspaceId, "tasks", "yolo-l 1280, mosaic off");
  await page.goto(`/projects/tasks/${taskId}`);
  const log = page.getByRole("region", { name: "Log", exact: true });
  await log.getByRole("switch", { name: "Follow" }).check();
  const line = { atMs: Date.now(), level: "info", worker: "gpu", text: "best so far" };
  await db()
    .insert(taskLogChunks)
    .values({
      ...{ workspaceId, taskId, number: 9_999, lines: [line], lineCount: 1 },
      ...{ firstAt: new Date(), lastAt: new Date() },
    });
  await expect(log).toContainText("best so far", { timeout: 20_000 });
  await db()
    .update(taskTable)
    .set({ status: "completed" })
    .where(and(eq(taskTable.workspaceId, workspaceId), eq(taskTable.id, taskId)));
  await expect(log.getByRole("switch")).toBeHidden({ timeout: 20_000 });
});

test("queues and workers show what waits and what runs", async ({ signIn }) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto("/projects");
  const places = page.getByRole("navigation", { name: "Resources" });
  await places.getByRole("link", { name: "Queues" }).click();
  await page.getByRole("link", { name: "gpu-a100" }).click();
  await expect(page.getByRole("table", { name: "Tasks in the queue" }).getByRole("row")).toHaveCount(5);
  await expect(page.getByRole("table", { name: "Workers" })).toContainText("yolo-l 1280, mosaic off");
  await places.getByRole("link", { name: "Workers" }).click();
  await expect(page.getByRole("row", { name: /gpu-05/ })).toContainText("Silent");
  await page.getByRole("link", { name: "yolo-l 1280, mosaic off" }).click();
  await expect(title(page, "yolo-l 1280, mosaic off")).toBeVisible();
});

test("a project is created, renamed, described, tagged, moved and deleted", async ({ signIn }) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto(`/projects/${await resourceId(workspaceId, "projects", "speech")}`);
  await page.getByRole("button", { name: "New project" }).click();
  const create = page.getByRole("dialog", { name: "Create a project" });
  await expect(create.getByLabel("Create in")).toHaveValue("speech");
  await create.getByLabel("Name").fill("wake-word");
  await create.getByRole("button", { name: "Create project" }).click();
  await expect(create.getByRole("alert")).toContainText("“speech/wake-word” already exists");
  await create.getByLabel("Name").fill("commands");
  await create.getByRole("button", { name: "Create project" }).click();
  await expect(title(page, "commands")).toBeVisible();
  await expect(page.getByRole("heading", { name: "No tasks in this project yet" })).toBeVisible();

  await page.getByRole("button", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: "Edit “commands”" });
  await edit.getByLabel("Name").fill("orders");
  await edit.getByLabel(/^Description/).fill("What one says to a robot.");
  await edit.getByLabel(/^Tags/).fill("edge, new");
  await edit.getByRole("button", { name: "Save project" }).click();
  await expect(title(page, "orders")).toBeVisible();
  await expect(page.getByText("What one says to a robot.")).toBeVisible();
  await expect(page.getByRole("list", { name: "Tags" }).getByRole("listitem")).toHaveText(["edge", "new"]);

  await page.getByRole("button", { name: "Move" }).click();
  const move = page.getByRole("dialog", { name: "Move “orders”" });
  await move.getByLabel(/^Move into/).fill("robots/outdoor");
  await move.getByRole("button", { name: "Move project" }).click();
  await expect(move).toBeHidden();
  const way = page.getByRole("navigation", { name: "Breadcrumb" });
  await expect(way.getByRole("link")).toHaveText(["All projects", "robots", "outdoor"]);

  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete “orders”" }).click();
  await expect(title(page, "outdoor")).toBeVisible();
  await expect(tree(page).getByRole("link", { name: /^orders/ })).toHaveCount(0);
});

test("a project is deleted with what it holds only once its name is typed", async ({ signIn }) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto(`/projects/${await resourceId(workspaceId, "projects", "speech")}`);
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete “speech”?" });
  await expect(dialog).toContainText("12 tasks and 6 models stay, in no project");
  await dialog.getByRole("checkbox", { name: "Also delete what it holds" }).check();
  await expect(dialog).toContainText("12 tasks and 6 models, with their logs and scalars");
  const confirm = dialog.getByRole("button", { name: "Delete “speech” and its contents" });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill("speech");
  await confirm.click();
  await expect(title(page, "Projects")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Lists" })).toContainText("Tasks 45");
});

test("the whole flow goes without a mouse", async ({ signIn }) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto("/projects");
  await tabTo(page, tree(page).getByRole("link", { name: /^speech/ }));
  await page.keyboard.press("Enter");
  await expect(title(page, "speech")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "New project" }));
  await page.keyboard.press("Enter");
  const create = page.getByRole("dialog", { name: "Create a project" });
  await expect(create.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("commands");
  await page.keyboard.press("Enter");
  await expect(title(page, "commands")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Delete" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog");
  const confirm = dialog.getByRole("button", { name: "Delete “commands”" });
  await expect(confirm).toBeEnabled();
  await tabTo(page, confirm);
  await page.keyboard.press("Enter");
  await expect(title(page, "speech")).toBeVisible();
});

test("who may only read sees no buttons, and is refused when they lost the right meanwhile", async ({
  signIn,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 404/);
  const { member, workspaceId } = await makeResearch();
  const id = await resourceId(workspaceId, "projects", "vision/detector-v2");
  const other = await resourceId(workspaceId, "projects", "speech");
  const { page } = await signIn({ account: member, workspaceId });
  await page.goto(`/projects/${id}`);
  await page.getByRole("button", { name: "Edit" }).click();
  const edit = page.getByRole("dialog");
  await edit.getByLabel("Name").fill("taken-over");
  await closeWorkspace(workspaceId);
  await makeAccessRule(workspaceId, { type: "project", access: "read", target: id, users: [member] });
  await edit.getByRole("button", { name: "Save project" }).click();
  await expect(
    edit.getByRole("alert").filter({ hasText: "You may read this project, and not change it." }),
  ).toBeVisible();
  await page.goto(`/projects/${id}`);
  await expect(page.getByText("Read only")).toBeVisible();
  await expect(
    page.getByRole("main").getByRole("button", { name: /^(Edit|Move|Delete|New project)$/ }),
  ).toHaveCount(0);
  await expect(tree(page).getByRole("link", { name: /^speech/ })).toHaveCount(0);
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "vision" }).click();
  await expect(page.getByText("You may see the name of this project")).toBeVisible();
  expect((await page.goto(`/projects/${other}`))?.status()).toBe(404);
});
