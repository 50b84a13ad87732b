import type { Page } from "@playwright/test";
import { makeGroup } from "@/db/testing/factories/group";
import { makeAccount } from "@/db/testing/factories/person";
import { makeAdminVault } from "@/db/testing/factories/vault";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { makeCredentials } from "../accounts";
import { expectText, replaceText } from "../code-editor";
import { expect, test } from "../fixtures";
import { basic, callWire } from "../wire-client";

test("an administrator makes a vault, orders it, turns it off and on, reads the log and deletes it", async ({
  steward,
  signIn,
}) => {
  const account = await makeAccount("Olga Owner");
  const workspaceId = await makeWorkspace(account, "Lab");
  const member = await makeAccount("Mira Chen");
  await join(workspaceId, member);
  const place = { account, workspaceId };
  const groupId = await makeGroup(place, "Vision team", [member]);
  await makeAdminVault(place, { name: "Defaults", groupIds: [groupId], text: "region = old\n" });
  const caller = basic(await makeCredentials({ account: member, workspaceId }, "Laptop"));
  const served = async () => {
    const asked = { enabled: true, types: ["config"] };
    const { data } = await callWire(steward.url, "users.get_vaults", caller, asked);
    return (data.vaults as { description: string }[]).map(({ description }) => description);
  };

  const { page } = await signIn(place);
  await page.goto("/settings/admin-vaults");
  await page.getByRole("button", { name: "Add vault" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a vault" });
  await dialog.getByLabel("Name", { exact: true }).fill("GPU team");
  await dialog.getByRole("combobox", { name: "Groups" }).fill("vision");
  await page.getByRole("option", { name: /Vision team/ }).click();
  const editor = dialog.getByRole("textbox", { name: /^Text of the vault/ });
  await expect(editor).toBeVisible();
  await replaceText(editor, "agent.worker_name = gpu-1\n");
  await dialog.getByRole("button", { name: "Add vault" }).click();
  await expect(dialog.getByText(/^Line 1, column 1: .*specific to one machine/)).toBeVisible();
  await replaceText(editor, "region = new\n");
  await dialog.getByRole("button", { name: "Add vault" }).click();
  await expect(dialog).toBeHidden();
  const rows = page.getByRole("table", { name: "Administrator vaults" }).getByRole("row");
  await expect(rows.nth(2)).toContainText("GPU team");
  expect(await served()).toEqual(["Defaults", "GPU team"]);

  const handle = page.getByRole("button", { name: /Move “GPU team”/ });
  await handle.focus();
  await page.keyboard.press("ArrowUp");
  await expect(rows.nth(1)).toContainText("GPU team");
  await expect(handle).toHaveAccessibleName(/^Place 1 of 2/);
  await expect(handle).toBeFocused();
  expect(await served()).toEqual(["GPU team", "Defaults"]);

  await handle.dragTo(rows.nth(2));
  await expect(handle).toHaveAccessibleName(/^Place 2 of 2/);
  expect(await served()).toEqual(["Defaults", "GPU team"]);

  const isOn = page.getByRole("switch", { name: "“GPU team” is on" });
  await isOn.click();
  await expect(isOn).not.toBeChecked();
  expect(await served()).toEqual(["Defaults"]);
  await isOn.click();
  const question = page.getByRole("alertdialog", { name: "Turn on “GPU team”?" });
  await expect(question.getByText("The vault reaches")).toBeVisible();
  await expect(question.getByRole("listitem").first()).toBeVisible();
  await question.getByRole("button", { name: "Turn on the vault" }).click();
  await expect(isOn).toBeChecked();

  const menu = page.getByRole("button", { name: "Actions for GPU team" });
  await menu.click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("gpu-team.conf");

  await menu.click();
  await page.getByRole("menuitem", { name: "View log" }).click();
  const entries = page.getByRole("table", { name: "Activity log of administrator vaults" }).getByRole("row");
  await expect(entries).toHaveCount(6);
  await expect(entries.nth(1)).toContainText("Turned on");
  await page.getByLabel("Action").selectOption("Created");
  await expect(entries).toHaveCount(2);
  await expect(entries.nth(1)).toContainText("Olga Owner");

  await page.goto("/settings/admin-vaults");
  await menu.click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm).toContainText("Clients of Vision team no longer get it");
  await confirm.getByRole("button", { name: "Delete “GPU team”" }).click();
  await expect(confirm).toBeHidden();
  await expect(rows).toHaveCount(2);
  expect(await served()).toEqual(["Defaults"]);
});

test("two administrators edit one vault: the second sees both versions, and merging loses nothing of either", async ({
  signIn,
}) => {
  const account = await makeAccount("Olga Owner");
  const workspaceId = await makeWorkspace(account, "Lab");
  const mira = await makeAccount("Mira Chen");
  await join(workspaceId, mira);
  const place = { account, workspaceId };
  await makeGroup(place, "Vision team", [mira]);
  await makeAdminVault(place, { name: "Defaults", text: "a = 1\nb = 1\nc = 1\n" });
  const pages = [(await signIn(place)).page, (await signIn(place)).page] as const;
  const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Edit “Defaults”" });
  const editorOf = (page: Page) => dialogOf(page).getByRole("textbox", { name: /^Text of the vault/ });
  for (const page of pages) {
    // The list of the second one would lose the vault's row once it has another name.
    await page.goto("/settings/admin-vaults?search=Defaults");
    await page.getByRole("button", { name: "Actions for Defaults" }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    await expect(editorOf(page)).toBeVisible();
  }
  const [first, second] = pages;
  await dialogOf(first).getByLabel("Name", { exact: true }).fill("Base");
  await replaceText(editorOf(first), "a = 2\nb = 1\nc = 1\n");
  await dialogOf(first).getByRole("button", { name: "Save vault" }).click();
  await expect(dialogOf(first)).toBeHidden();

  const dialog = dialogOf(second);
  await replaceText(editorOf(second), "a = 1\nb = 1\nc = 3\n");
  await dialog.getByRole("combobox", { name: "Groups" }).fill("vision");
  await second.getByRole("option", { name: /Vision team/ }).click();
  await dialog.getByRole("button", { name: "Save vault" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "Somebody saved this vault" })).toContainText(
    "The saved name is “Base”",
  );
  await expectText(dialog.getByRole("textbox", { name: "The text that was saved" }), "a = 2\nb = 1\nc = 1\n");
  await expectText(editorOf(second), "a = 1\nb = 1\nc = 3\n");
  await dialog.getByRole("button", { name: "Merge both texts" }).click();
  await expectText(editorOf(second), "a = 2\nb = 1\nc = 3\n");
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("Base");
  await dialog.getByRole("button", { name: "Save vault" }).click();
  await expect(dialog).toBeHidden();
  await second.goto("/settings/admin-vaults");
  const row = second.getByRole("row", { name: /Base/ });
  await expect(row).toContainText("Vision team");
  await expect(row).toContainText("3 lines");
});
