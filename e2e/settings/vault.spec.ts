import type { Page } from "@playwright/test";
import { writeVault } from "@/db/testing/factories/vault";
import { makeCredentials } from "../accounts";
import { vaultEditor as editor, expectText, readText, replaceText } from "../code-editor";
import { expect, test } from "../fixtures";
import { basic, callWire, fetchVault } from "../wire-client";

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
  await replaceText(editor(page), text);
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
  const question = page.getByRole("alertdialog", { name: "Turn on the configuration vault?" });
  await expect(question.getByRole("listitem")).toHaveText(["Addedagent.debug_marker17"]);
  expect((await fetchVault(steward.url, caller)).text).not.toContain("17");
  await question.getByRole("button", { name: "Turn on the vault" }).click();
  await expect(vaultSwitch(page)).toBeChecked();
  expect((await fetchVault(steward.url, caller)).text).toContain("17");
});

test("a double click edits, and Cancel leaves the saved text as it was", async ({ signIn }) => {
  const { page, account } = await signIn();
  await writeVault({ account }, "kept = 1\n");
  await page.goto("/settings/workspace");
  await view(page).dblclick();
  await expectText(editor(page), "kept = 1\n");
  await replaceText(editor(page), "dropped = 2\n");
  await button(page, "Cancel").click();
  await expect(view(page)).toContainText("kept = 1");
  await button(page, "Edit").click();
  await expectText(editor(page), "kept = 1\n");
});

test("a save that is refused keeps the text", async ({ signIn, steward }) => {
  const { page, account } = await signIn();
  const caller = basic(await makeCredentials({ account }, "Laptop"));
  await writeVault({ account }, "kept = 1\n");
  await page.goto("/settings/workspace");
  await button(page, "Edit").click();
  const tooLarge = `# ${"x".repeat(9_998)}\n`.repeat(27);
  await replaceText(editor(page), tooLarge);
  await button(page, "OK").click();
  await expect(page.getByRole("alert").filter({ hasText: "was not saved" })).toContainText("at most 256 KB");
  expect(await readText(editor(page))).toBe(tooLarge);
  expect((await fetchVault(steward.url, caller)).text).toContain("kept");
  await replaceText(editor(page), "small = 1\n");
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
  await expectText(editor(page), "unsaved = 1");
});

test("Tab indents in the editor, and Escape lets it leave", async ({ signIn }) => {
  const { page } = await signIn();
  await page.goto("/settings/workspace");
  await button(page, "Write a configuration").click();
  await editor(page).pressSequentially("sdk {");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("a = 1");
  await expectText(editor(page), /^sdk \{\n\s+a = 1$/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(editor(page)).not.toBeFocused();
  await expectText(editor(page), /a = 1$/);
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

  const whole = page.getByRole("textbox", { name: "Whole text of the configuration vault" });
  await button(page, "Show all 87,001 lines").click();
  await expect(whole).toContainText("first = 1");
  expect(await readText(whole)).toBe(text);

  await button(page, "Edit").click();
  await expect(editor(page)).toContainText("first = 1");
  expect(await readText(editor(page))).toBe(text);
  await editor(page).press("Control+End");
  await expect(page.locator(".cm-lineNumbers")).toContainText("87002");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.type("last = 3");
  await button(page, "OK").click();
  await button(page, "Show all 87,001 lines").click();
  await expect(whole).toContainText("first = 1");
  expect(await readText(whole)).toMatch(/\nlast = 3$/);
});

test("a long line of many values makes a small page too", async ({ signIn }) => {
  const { page, account } = await signIn();
  await writeVault({ account }, `a = [${"1,".repeat(19_000)}1]\n`);
  const response = await page.goto("/settings/workspace");
  expect((await response?.body())?.length).toBeLessThan(400 * 1024);
  await expect(button(page, "Show all of it")).toBeVisible();
});
