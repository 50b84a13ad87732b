import type { Page } from "@playwright/test";
import { inTransaction } from "@/db/client";
import { findBuiltInGroupId } from "@/db/reads/groups";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import { insertGroupMember } from "@/db/writes/memberships";
import { expect, test } from "../fixtures";
import { makeResearch, resourceId } from "../project-screens";

const title = (page: Page, name: string) => page.getByRole("heading", { name, level: 1, exact: true });

async function choose(page: Page, item: string) {
  await page.getByRole("button", { name: "Actions", exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

test("a task is renamed, moved, queued and deleted, and the deletion says what is lost", async ({
  signIn,
}) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto(`/projects/tasks/${await resourceId(workspaceId, "tasks", "yolo-m quantised, int8")}`);
  await expect(title(page, "yolo-m quantised, int8")).toBeVisible();

  await choose(page, "Edit");
  const edit = page.getByRole("dialog", { name: "Edit “yolo-m quantised, int8”" });
  await edit.getByLabel("Name").fill("yolo-m quantised again");
  await edit.getByLabel("Description").fill("Second try");
  await edit.getByRole("button", { name: "Save task" }).click();
  await expect(title(page, "yolo-m quantised again")).toBeVisible();
  await expect(page.getByText("Second try")).toBeVisible();

  await choose(page, "Move");
  const move = page.getByRole("dialog", { name: "Move “yolo-m quantised again”" });
  await move.getByRole("button", { name: "Remove detector-v2" }).click();
  await move.getByRole("combobox", { name: "Project" }).fill("wake");
  await move.getByRole("option", { name: "wake-word in speech" }).click();
  await move.getByRole("button", { name: "Move task" }).click();
  const way = page.getByRole("navigation", { name: "Breadcrumb" });
  await expect(way.getByRole("link", { name: "wake-word" })).toBeVisible();

  await choose(page, "Enqueue");
  const enqueue = page.getByRole("dialog", { name: "Enqueue “yolo-m quantised again”" });
  await enqueue.getByRole("button", { name: "Enqueue task" }).click();
  await expect(enqueue.getByText("Choose a queue.")).toBeVisible();
  await enqueue.getByRole("combobox", { name: "Queue" }).fill("serv");
  await enqueue.getByRole("option", { name: "services" }).click();
  await enqueue.getByRole("button", { name: "Enqueue task" }).click();
  await expect(
    page.getByRole("region", { name: "Details" }).getByRole("link", { name: "services" }),
  ).toBeVisible();

  await choose(page, "Delete");
  const confirm = page.getByRole("alertdialog", { name: "Delete “yolo-m quantised again”?" });
  await expect(confirm).toContainText("The access rules about it");
  await expect(confirm.getByRole("listitem").first()).toContainText(/\d+ scalars?/);
  await confirm.getByRole("button", { name: "Delete “yolo-m quantised again”" }).click();
  await expect(title(page, "wake-word")).toBeVisible();
  await page.getByRole("searchbox", { name: "Name, tag or ID" }).fill("quantised");
  await expect(page.getByRole("heading", { name: "No tasks found" })).toBeVisible();
});

test("the deletion of a project counts everything below it", async ({ signIn }) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto(`/projects/${await resourceId(workspaceId, "projects", "vision")}`);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByRole("listitem").first()).toHaveText(/^\d+ projects in it$/);
  await confirm.getByRole("checkbox").check();
  await expect(confirm.getByRole("listitem").nth(2)).toHaveText(
    /^\d+ tasks, .* with their logs and scalars$/,
  );
  await confirm.getByLabel("Type vision to confirm").fill("vision");
  await confirm.getByRole("button", { name: "Delete “vision” and its contents" }).click();
  await expect(title(page, "Projects")).toBeVisible();
  await expect(
    page.getByRole("navigation", { name: "Projects", exact: true }).getByRole("link", { name: /^vision/ }),
  ).toHaveCount(0);
});

test("who may only read sees no buttons that change anything", async ({ signIn }) => {
  const { member, workspaceId } = await makeResearch();
  await closeWorkspace(workspaceId);
  const target = await resourceId(workspaceId, "projects", "vision");
  await makeAccessRule(workspaceId, { type: "project", access: "read", target, users: [member] });
  const { page } = await signIn({ account: member, workspaceId });
  const main = page.getByRole("main");
  const commands = main.getByRole("button", { name: /^(Actions|Edit|Move|Delete|New|Remove)/ });
  await page.goto(`/projects/${target}`);
  await expect(main.getByText("Read only")).toBeVisible();
  await expect(main.getByRole("table", { name: "Tasks" })).toBeVisible();
  await expect(commands).toHaveCount(0);
  await page.goto(`/projects/tasks/${await resourceId(workspaceId, "tasks", "yolo-m 960")}`);
  await expect(title(page, "yolo-m 960")).toBeVisible();
  await expect(commands).toHaveCount(0);
  await page.goto(`/projects/models/${await resourceId(workspaceId, "models", "yolo-m 960, best")}`);
  await expect(title(page, "yolo-m 960, best")).toBeVisible();
  await expect(commands).toHaveCount(0);
});

test("several tasks are chosen by keyboard, tagged and deleted, and the deletion names them and what is lost", async ({
  signIn,
}) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto(`/projects/${await resourceId(workspaceId, "projects", "vision/detector-v2")}`);
  const bar = page.getByRole("region", { name: "Selected tasks" });
  const box = (name: string) => page.getByRole("checkbox", { name: `Select ${name}`, exact: true });
  await bar.getByRole("checkbox", { name: /^Select all \d+$/ }).focus();
  await page.keyboard.press("Space");
  await expect(box("yolo-m 960")).toBeChecked();
  await page.keyboard.press("Space");
  await expect(box("yolo-m 960")).not.toBeChecked();
  for (const name of ["yolo-m 960", "yolo-m quantised, int8"]) {
    await box(name).focus();
    await page.keyboard.press("Space");
  }
  await bar.getByRole("button", { name: "Add tags" }).click();
  const tag = page.getByRole("dialog", { name: "Add tags to 2 tasks" });
  await tag.getByRole("button", { name: "Add tags" }).click();
  await expect(tag.getByText("Enter a tag.")).toBeVisible();
  await tag.getByLabel("Tags").fill("compared");
  await tag.getByRole("button", { name: "Add tags" }).click();
  await expect(page.getByRole("table", { name: "Tasks" }).getByText("compared")).toHaveCount(2);

  for (const name of ["yolo-m 960", "yolo-m quantised, int8"]) await box(name).check();
  await bar.getByRole("button", { name: "Delete" }).click();
  const confirm = page.getByRole("alertdialog", { name: "Delete 2 tasks?" });
  await expect(confirm.getByRole("listitem").first()).toContainText("“yolo-m 960”");
  await expect(confirm).toContainText(/\d+ scalars/);
  await confirm.getByRole("button", { name: "Delete 2 tasks" }).click();
  await expect(box("yolo-m 960")).toHaveCount(0);
  await expect(box("yolo-m quantised, int8")).toHaveCount(0);
});

test("who saves a task that was changed in another tab is shown both versions", async ({ signIn }) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  const other = await page.context().newPage();
  const path = `/projects/tasks/${await resourceId(workspaceId, "tasks", "yolo-m 960")}`;
  const edit = (tab: Page) => tab.getByRole("dialog", { name: "Edit “yolo-m 960”" });
  for (const tab of [page, other]) {
    await tab.goto(path);
    await choose(tab, "Edit");
  }
  await edit(page).getByLabel("Name").fill("yolo-m from here");
  await edit(page).getByRole("button", { name: "Save task" }).click();
  await expect(title(page, "yolo-m from here")).toBeVisible();
  await edit(other).getByLabel("Name").fill("yolo-m from there");
  await edit(other).getByRole("button", { name: "Save task" }).click();
  const told = other.getByRole("dialog");
  await expect(told.getByText("Somebody changed this task while you were editing it.")).toBeVisible();
  await expect(told).toContainText("The saved name is “yolo-m from here”");
  await expect(told.getByLabel("Name")).toHaveValue("yolo-m from there");
  await told.getByRole("button", { name: "Replace with my version" }).click();
  await expect(title(other, "yolo-m from there")).toBeVisible();
});

test("members of Queue admins create queues, and the owner has no button for it", async ({ signIn }) => {
  const { owner, member, workspaceId } = await makeResearch();
  const asOwner = (await signIn({ account: owner, workspaceId })).page;
  await asOwner.goto("/projects/queues");
  await expect(asOwner.getByRole("table", { name: "Queues" })).toBeVisible();
  await expect(asOwner.getByRole("button", { name: "New queue" })).toHaveCount(0);
  await inTransaction(async (tx) => {
    const groupId = (await findBuiltInGroupId(workspaceId, "queue_admins", tx)) ?? "";
    await insertGroupMember(tx, workspaceId, groupId, member.id, new Date());
  });
  const { page } = await signIn({ account: member, workspaceId });
  await page.goto("/projects/queues");
  await page.getByRole("button", { name: "New queue" }).click();
  const dialog = page.getByRole("dialog", { name: "Create a queue" });
  await dialog.getByRole("button", { name: "Create queue" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Name").fill("gpu-large");
  await dialog.getByRole("button", { name: "Create queue" }).click();
  await expect(title(page, "gpu-large")).toBeVisible();
});
