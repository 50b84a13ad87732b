import type { Page } from "@playwright/test";
import { makeCredentials, writeVault } from "../accounts";
import { expect, test } from "../fixtures";
import { basic, callWire, fetchVault } from "../wire-client";

const editor = (page: Page) => page.getByRole("textbox", { name: /^Text of the configuration vault/ });
const view = (page: Page) => page.getByRole("region", { name: "Text of the configuration vault" });
const vaultSwitch = (page: Page) => page.getByRole("switch", { name: "Configuration vault is on" });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("what is written and saved is what the client receives", async ({ signIn, steward }) => {
  const { page, account } = await signIn();
  const caller = basic(await makeCredentials({ account }, "Laptop"));
  await page.goto("/settings/workspace");
  await expect(vaultSwitch(page)).toBeDisabled();
  await button(page, "Write a configuration").click();
  await expect(editor(page)).toBeFocused();
  const text = '# Everywhere\nsdk.aws.s3 {\n  region = "eu-central-1"\n}\nname = "Łódź 数据 🚀"\n';
  await editor(page).fill(text);
  await button(page, "OK").click();
  await expect(view(page)).toContainText("eu-central-1");
  await expect(page.getByText("5 lines")).toContainText("Revision 1, by you");

  expect((await fetchVault(steward.url, caller)).text).toContain("Łódź 数据 🚀");
  const { data } = await callWire(steward.url, "users.get_vaults", caller, {
    enabled: true,
    types: "config",
  });
  expect(data.vaults).toMatchObject([{ data: expect.stringContaining("eu-central-1") }]);
});

test("switched off, it reaches no client and stays readable", async ({ signIn, steward }) => {
  const { page, account } = await signIn();
  const caller = basic(await makeCredentials({ account }, "Laptop"));
  await writeVault({ account }, "agent.debug_marker = 17\n");
  await page.goto("/settings/workspace");
  await expect(vaultSwitch(page)).toBeChecked();
  expect((await fetchVault(steward.url, caller)).text).toContain("17");
  await vaultSwitch(page).click();
  await expect(vaultSwitch(page)).not.toBeChecked();
  await expect(view(page)).toContainText("agent.debug_marker");
  expect((await fetchVault(steward.url, caller)).text).not.toContain("17");
  await page.reload();
  await expect(vaultSwitch(page)).not.toBeChecked();
  await vaultSwitch(page).click();
  await expect(vaultSwitch(page)).toBeChecked();
  expect((await fetchVault(steward.url, caller)).text).toContain("17");
});

test("a double click edits, and Cancel leaves the saved text as it was", async ({ signIn }) => {
  const { page, account } = await signIn();
  await writeVault({ account }, "kept = 1\n");
  await page.goto("/settings/workspace");
  await view(page).dblclick();
  await expect(editor(page)).toHaveValue("kept = 1\n");
  await editor(page).fill("dropped = 2\n");
  await button(page, "Cancel").click();
  await expect(view(page)).toContainText("kept = 1");
  await button(page, "Edit").click();
  await expect(editor(page)).toHaveValue("kept = 1\n");
});

test("a save that is refused keeps the text", async ({ signIn, steward }) => {
  const { page, account } = await signIn();
  const caller = basic(await makeCredentials({ account }, "Laptop"));
  await writeVault({ account }, "kept = 1\n");
  await page.goto("/settings/workspace");
  await button(page, "Edit").click();
  const tooLarge = `# ${"x".repeat(9_998)}\n`.repeat(27);
  await editor(page).fill(tooLarge);
  await button(page, "OK").click();
  await expect(page.getByRole("alert").filter({ hasText: "was not saved" })).toContainText("at most 256 KB");
  await expect(editor(page)).toHaveValue(tooLarge);
  expect((await fetchVault(steward.url, caller)).text).toContain("kept");
  await editor(page).fill("small = 1\n");
  await button(page, "OK").click();
  await expect(view(page)).toContainText("small = 1");
});

test("the browser asks before it throws an unsaved text away", async ({ signIn }) => {
  const { page } = await signIn();
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await page.goto("/settings/workspace");
  await button(page, "Write a configuration").click();
  await editor(page).pressSequentially("unsaved = 1");
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await expect(editor(page)).toHaveValue("unsaved = 1");
});

test("Tab indents in the editor, and Escape lets it leave", async ({ signIn }) => {
  const { page } = await signIn();
  await page.goto("/settings/workspace");
  await button(page, "Write a configuration").click();
  await editor(page).pressSequentially("sdk {");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("a = 1");
  await expect(editor(page)).toHaveValue(/^sdk \{\n\s+a = 1$/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(editor(page)).not.toBeFocused();
  await expect(editor(page)).toHaveValue(/a = 1$/);
});

test("the largest vault makes a small page, shows the rest when it is asked for, and is edited", async ({
  signIn,
}) => {
  const { page, account } = await signIn();
  const text = `first = 1\n${"#\n".repeat(86_998)}${"#".repeat(88_100)}\nlast = 2\n`;
  expect(text.split("\n")).toHaveLength(87_002);
  await writeVault({ account }, text);
  const response = await page.goto("/settings/workspace");
  expect((await response?.body())?.length).toBeLessThan(400 * 1024);
  await expect(view(page)).toContainText("first = 1");
  await expect(view(page).locator(".code-line")).toHaveCount(200);
  await expect(page.getByText("87,001 lines, ")).toContainText("256.0 KB");

  await button(page, "Show all 87,001 lines").click();
  await expect(page.getByRole("textbox", { name: "Whole text of the configuration vault" })).toHaveValue(
    text,
  );

  await button(page, "Edit").click();
  await expect(editor(page)).toHaveValue(text);
  await editor(page).press("Control+End");
  await expect(page.locator(".code-numbers")).toContainText("87002");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.type("last = 3");
  await button(page, "OK").click();
  await button(page, "Show all 87,001 lines").click();
  await expect(page.getByRole("textbox", { name: "Whole text of the configuration vault" })).toHaveValue(
    /last = 3$/,
  );
});

test("a long line of many values makes a small page too", async ({ signIn }) => {
  const { page, account } = await signIn();
  await writeVault({ account }, `a = [${"1,".repeat(19_000)}1]\n`);
  const response = await page.goto("/settings/workspace");
  expect((await response?.body())?.length).toBeLessThan(400 * 1024);
  await expect(button(page, "Show all of it")).toBeVisible();
});
