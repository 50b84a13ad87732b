import type { Page } from "@playwright/test";
import { fillWorkspace } from "@/db/testing/factories/bulk";
import { makeGroup } from "@/db/testing/factories/group";
import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { renameGroup } from "../accounts";
import { expect, test } from "../fixtures";
import { tabTo } from "../keyboard";

async function makeLab() {
  const owner = await makeAccount("Olga Owner");
  const [max, mira] = [await makeAccount("Max Member"), await makeAccount("Mira Member")];
  const workspaceId = await makeWorkspace(owner, "Lab");
  for (const member of [max, mira]) await join(workspaceId, member);
  return { owner, max, mira, workspaceId, place: { account: owner, workspaceId } };
}

const groupRow = (page: Page, name: string | RegExp) =>
  page.getByRole("table", { name: "User groups" }).getByRole("row", { name });

test("a group is added with members, shown, renamed and deleted", async ({ signIn }) => {
  const { place } = await makeLab();
  const { page } = await signIn(place);
  await page.goto("/settings/workspace");
  await page.getByRole("navigation", { name: "Lab" }).getByRole("link", { name: "User groups" }).click();
  await expect(groupRow(page, /^Users/)).toContainText("Built in");
  await expect(page.getByRole("button", { name: /^(Edit|Delete) / })).toHaveCount(0);

  await page.getByRole("button", { name: "Add group" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a group" });
  await dialog.getByLabel("Name", { exact: true }).fill("Research");
  await dialog.getByLabel(/^Description/).fill("All of it.");
  await dialog.getByRole("combobox", { name: "Members" }).fill("max");
  await page.getByRole("option", { name: /Max Member/ }).click();
  await dialog.getByRole("button", { name: "Add group" }).click();
  await expect(page.getByRole("heading", { name: "Research", level: 1 })).toBeVisible();
  await expect(page).toHaveTitle("Research · Steward");
  await expect(page.getByText("All of it.")).toBeVisible();
  const members = page.getByRole("table", { name: "Members of Research" });
  await expect(members.getByRole("row", { name: /Member|Owner/ })).toHaveCount(2);
  await expect(members.getByRole("row", { name: /Max Member/ })).toBeVisible();

  await page.getByRole("button", { name: "Add members" }).click();
  const picker = page.getByRole("combobox", { name: "Members" });
  await picker.fill("member");
  await expect(page.getByRole("option", { name: /Mira Member/ })).toBeVisible();
  await expect(page.getByRole("option", { name: /Max Member/ })).toHaveCount(0);
  await page.getByRole("option", { name: /Mira Member/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Add members" }).click();
  await expect(members.getByRole("row", { name: /Mira Member/ })).toBeVisible();

  await page.getByRole("button", { name: "Remove Max Member from “Research”" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove Max Member" }).click();
  await expect(members.getByRole("row", { name: /Max Member/ })).toHaveCount(0);

  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Science");
  await page.getByRole("dialog").getByRole("button", { name: "Save group" }).click();
  await expect(page.getByRole("heading", { name: "Science", level: 1 })).toBeVisible();

  await page.getByRole("button", { name: "Delete" }).click();
  const confirmation = page.getByRole("alertdialog", { name: "Delete “Science”?" });
  await expect(confirmation).toContainText("Its member loses access that only this group grants");
  await confirmation.getByRole("button", { name: "Delete “Science”" }).click();
  await expect(page.getByRole("heading", { name: "User groups", level: 1 })).toBeVisible();
  await expect(groupRow(page, /Science/)).toHaveCount(0);
});

test("the whole flow goes without a mouse", async ({ signIn }) => {
  const { place } = await makeLab();
  const { page } = await signIn(place);
  await page.goto("/settings/groups");
  await tabTo(page, page.getByRole("button", { name: "Add group" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Add a group" });
  await expect(dialog.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type("Research");
  const picker = dialog.getByRole("combobox", { name: "Members" });
  await tabTo(page, picker);
  await page.keyboard.type("m");
  await expect(page.getByRole("option")).toHaveCount(3);
  await expect(page.getByRole("option", { name: /Max/ })).toHaveAttribute("data-highlighted");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Remove Mira Member" })).toBeVisible();
  await page.keyboard.press("Backspace");
  await expect(dialog.getByRole("button", { name: /^Remove/ })).toHaveCount(0);
  await page.keyboard.type("max");
  await expect(picker).toHaveValue("max");
  await expect(page.getByRole("option")).toHaveCount(1);
  await expect(page.getByRole("option", { name: /Max/ })).toHaveAttribute("data-highlighted");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option")).toHaveCount(0);
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("option", { name: /Max/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("option")).toHaveCount(0);
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("Not closed, because your changes would be lost.")).toBeVisible();
  await expect(picker).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Research", level: 1 })).toBeVisible();

  const remove = page.getByRole("button", { name: "Remove Max Member from “Research”" });
  await tabTo(page, remove);
  await page.keyboard.press("Enter");
  const taking = page.getByRole("alertdialog");
  await expect(taking.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(remove).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, taking.getByRole("button", { name: "Remove Max Member" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "No members yet" })).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");

  await page.goto("/settings/groups");
  await tabTo(page, page.getByRole("button", { name: "Edit “Research”" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type("Science");
  await page.keyboard.press("Enter");
  await expect(groupRow(page, /Science/)).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Delete “Science”" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("alertdialog").getByRole("button", { name: "Delete “Science”" }));
  await page.keyboard.press("Enter");
  await expect(groupRow(page, /Science/)).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
});

test("an edit of what somebody else changed meanwhile is not saved, and stays in the form", async ({
  signIn,
}) => {
  const { place } = await makeLab();
  const groupId = await makeGroup(place, "Research");
  const { page } = await signIn(place);
  await page.goto("/settings/groups");
  await page.getByRole("button", { name: "Edit “Research”" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Mine");
  await dialog.getByLabel(/^Description/).fill("My words.");
  await renameGroup(place, groupId, "Research", "Theirs");
  await dialog.getByRole("button", { name: "Save group" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "Somebody changed" })).toContainText(
    "The saved name is “Theirs”",
  );
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("Mine");
  await expect(dialog.getByLabel(/^Description/)).toHaveValue("My words.");
  await renameGroup(place, groupId, "Theirs", "Theirs again");
  await dialog.getByRole("button", { name: "Replace with my version" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "Somebody changed" })).toContainText(
    "“Theirs again”",
  );
  await dialog.getByRole("button", { name: "Discard my version" }).click();
  await expect(groupRow(page, /Theirs again/)).toBeVisible();
  await page.getByRole("button", { name: "Edit “Theirs again”" }).click();
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("Theirs again");
  await dialog.getByLabel("Name", { exact: true }).fill("Mine");
  await dialog.getByLabel(/^Description/).fill("My words.");
  await renameGroup(place, groupId, "Theirs again", "Theirs");
  for (const label of ["Save group", "Replace with my version"]) {
    await dialog.getByRole("button", { name: label }).click();
  }
  await expect(dialog).toBeHidden();
  await expect(groupRow(page, /Mine/)).toContainText("My words.");
});

test("a name that is taken is said at its field, and what was typed stays", async ({ signIn }) => {
  const { place } = await makeLab();
  await makeGroup(place, "Research");
  const { page } = await signIn(place);
  await page.goto("/settings/groups");
  await page.getByRole("button", { name: "Add group" }).click();
  const dialog = page.getByRole("dialog");
  const name = dialog.getByLabel("Name", { exact: true });
  for (const [typed, complaint] of [
    ["RESEARCH", "A group named “RESEARCH” already exists."],
    ["queue admins", "A group named “queue admins” already exists."],
    ["R", "A group name must have at least 2 characters."],
  ] as const) {
    await name.fill(typed);
    await dialog.getByRole("button", { name: "Add group" }).click();
    await expect(name).toHaveAccessibleDescription(complaint);
    await expect(name).toBeFocused();
    await expect(name).toHaveValue(typed);
  }
});

test("the list and the members are searched, sorted and paged on the server", async ({ signIn }) => {
  const { place, max } = await makeLab();
  for (let number = 1; number <= 50; number++) {
    await makeGroup(place, `Group ${String(number).padStart(2, "0")}`, number === 50 ? [max] : []);
  }
  const { page } = await signIn(place);
  await page.goto("/settings/groups");
  const pages = page.getByRole("navigation", { name: "Pages of user groups" });
  await expect(pages).toContainText("1–50 of 54");
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(pages).toContainText("51–54 of 54");
  await expect(groupRow(page, /Group 50/)).toBeVisible();
  const byMembers = page.getByRole("columnheader", { name: "Members" });
  for (const order of ["ascending", "descending"]) {
    await byMembers.getByRole("link").click();
    await expect(byMembers).toHaveAttribute("aria-sort", order);
  }
  await expect(groupRow(page, /./).nth(1)).toContainText("Users");
  await page.getByRole("searchbox", { name: "Name, description or ID" }).fill("group 5");
  await expect(page.getByRole("table", { name: "User groups" }).getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: "Group 50" }).click();
  await expect(page.getByRole("row", { name: /Max Member/ })).toBeVisible();
  await page.getByRole("searchbox", { name: "Name, e-mail or ID" }).fill("nobody");
  await expect(page.getByRole("heading", { name: "No members found" })).toBeVisible();
  await page.getByRole("link", { name: "Clear the search" }).click();
  await expect(page.getByRole("row", { name: /Max Member/ })).toBeVisible();
});

test("who is put into Admins administers at the next click; the owner stays; one can step down", async ({
  signIn,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 403/);
  const { place, max, workspaceId } = await makeLab();
  const there = await signIn({ account: max, workspaceId });
  await there.page.goto("/settings/groups");
  await expect(
    there.page.getByRole("heading", { name: "You need admin access for this page" }),
  ).toBeVisible();

  const { page } = await signIn(place);
  await page.goto("/settings/groups");
  await page.getByRole("link", { name: "Admins", exact: true }).click();
  await expect(page.getByRole("button", { name: /^Remove Olga Owner/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^(Edit|Delete)/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Add members" }).click();
  await page.getByRole("combobox", { name: "Members" }).fill("max");
  await page.getByRole("option", { name: /Max Member/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Add members" }).click();
  await expect(page.getByRole("row", { name: /Max Member/ })).toBeVisible();

  await there.page.reload();
  await there.page.getByRole("link", { name: "Admins", exact: true }).click();
  await there.page.getByRole("button", { name: "Remove Max Member from “Admins”" }).click();
  const dialog = there.page.getByRole("alertdialog");
  await expect(dialog).toContainText("You immediately lose admin access to this workspace");
  await dialog.getByRole("button", { name: "Remove Max Member" }).click();
  await expect(
    there.page.getByRole("heading", { name: "You need admin access for this page" }),
  ).toBeVisible();
});

test("Users and Service accounts show who is in them, and nothing to change", async ({ signIn }) => {
  const { place } = await makeLab();
  const { page } = await signIn(place);
  await page.goto("/settings/groups");
  await groupRow(page, /^Users/)
    .getByRole("link")
    .click();
  await expect(page.getByRole("table", { name: "Members of Users" }).getByRole("row")).toHaveCount(4);
  await expect(page.getByRole("main").getByRole("button", { name: /^(Add|Take|Edit|Delete)/ })).toHaveCount(
    0,
  );
  await fillWorkspace(place.workspaceId, 5_000);
  await page.reload();
  const pages = page.getByRole("navigation", { name: "Pages of members" });
  await expect(pages).toContainText("1–50 of 5,003");
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(pages).toContainText("51–100 of 5,003");
  await page.goto(`${page.url().split("?")[0]}?page=101`);
  await expect(page.getByRole("row", { name: /Person 05000/ })).toBeVisible();
  await expect(pages).toContainText("5,001–5,003 of 5,003");
  await page.getByRole("searchbox", { name: "Name, e-mail or ID" }).fill("max");
  await expect(page.getByRole("table", { name: "Members of Users" }).getByRole("row")).toHaveCount(2);

  await page.goto("/settings/groups");
  await expect(groupRow(page, /^Users/).getByRole("img", { name: "5,003 members" })).toBeVisible();
  await groupRow(page, /^Service accounts/)
    .getByRole("link")
    .click();
  await expect(page.getByRole("heading", { name: "No members yet" })).toBeVisible();
});

test("a group of another workspace is not there", async ({ signIn, expectedMessages }) => {
  expectedMessages.push(/status of 404/);
  const { place } = await makeLab();
  const elsewhere = await makeLab();
  const groupId = await makeGroup(elsewhere.place, "Secret group");
  const { page } = await signIn(place);
  for (const path of [groupId, "no-id", "0".repeat(32)]) {
    const answer = await page.goto(`/settings/groups/${path}`);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByText("Secret group")).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  }
});
