import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { writeVault } from "@/db/testing/factories/vault";
import { makeCredentials } from "../accounts";
import { expectText, readText, replaceText, vaultEditor } from "../code-editor";
import { expect, test } from "../fixtures";
import { pressOn, tabTo } from "../keyboard";
import { basic, fetchVault } from "../wire-client";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const view = (page: Page) => page.getByRole("region", { name: "Text of the configuration vault" });

async function startWriting(page: Page) {
  await page.goto("/settings/workspace");
  await button(page, "Write a configuration").click();
  await expect(vaultEditor(page)).toBeFocused();
}

test("an error shows at its line while one types, and is fixed by a click", async ({ signIn }) => {
  const { page } = await signIn();
  await startWriting(page);
  await page.keyboard.type("# first\nagent.git_usr = ada");
  const finding = page.getByRole("listitem").filter({ hasText: "git_user" });
  await expect(finding).toContainText("Line 2:1");
  await expect(page.locator(".cm-line.cm-found-warning")).toContainText("git_usr");
  await button(page, "Change to git_user").click();
  await expectText(vaultEditor(page), "# first\nagent.git_user = ada");
  await expect(finding).toBeHidden();
  await expect(page.locator(".cm-found-warning")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+z");
  await expectText(vaultEditor(page), "# first\nagent.git_usr = ada");

  await replaceText(vaultEditor(page), "a {\n  b = 1\n");
  await expect(page.locator(".cm-line.cm-found-error")).toHaveCount(1);
  await expect(vaultEditor(page)).toHaveAttribute("aria-invalid", "true");
});

test("a vault is written, completed, kept off with an error, mended and turned on by keyboard alone", async ({
  signIn,
  steward,
}) => {
  const { page, account } = await signIn();
  const caller = basic(await makeCredentials({ account }, "Laptop"));
  const isOn = page.getByRole("switch", { name: "Configuration vault is on" });
  await page.goto("/settings/workspace");
  await pressOn(page, button(page, "Write a configuration"));
  await expect(vaultEditor(page)).toBeFocused();
  await page.keyboard.type("agent.force_git_ssh_po");
  const offered = page.getByRole("option", { name: /force_git_ssh_port/ });
  await expect(offered).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expectText(vaultEditor(page), "agent.force_git_ssh_port");
  await page.keyboard.type(" = [29418");
  await expect(vaultEditor(page)).toHaveAttribute("aria-invalid", "true");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(vaultEditor(page)).not.toBeFocused();
  await pressOn(page, button(page, "Turn the vault off and keep this text"));
  await expect(view(page)).toContainText("[29418");
  await expect(isOn).not.toBeChecked();

  await pressOn(page, isOn, " ");
  await expect(page.getByRole("alert").filter({ hasText: "Not turned on." })).toContainText(
    /Line 1, column \d+/,
  );
  await expect(isOn).not.toBeChecked();
  expect((await fetchVault(steward.url, caller)).text).not.toContain("29418");

  await pressOn(page, button(page, "Edit"));
  await expect(vaultEditor(page)).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("]");
  await expect(vaultEditor(page)).not.toHaveAttribute("aria-invalid", "true");
  await page.keyboard.press("Escape");
  await tabTo(page, button(page, "OK"));
  await page.keyboard.press("Enter");
  await expect(view(page)).toContainText("[29418]");
  await pressOn(page, isOn, " ");
  const question = page.getByRole("alertdialog", { name: "Turn on the configuration vault?" });
  await pressOn(page, question.getByRole("button", { name: "Turn on the vault" }));
  await expect(isOn).toBeChecked();
  expect((await fetchVault(steward.url, caller)).text).toContain("29418");
});

test("a text is found, formatted, converted and folded", async ({ signIn }) => {
  const { page } = await signIn();
  await startWriting(page);
  await replaceText(vaultEditor(page), 'sdk {\naws.s3 {\nregion = "eu-central-1"\n}\n}');
  await button(page, "Format text").click();
  await expectText(vaultEditor(page), 'sdk {\n  aws.s3 {\n    region = "eu-central-1"\n  }\n}\n');
  await button(page, "Find").click();
  await page.getByRole("textbox", { name: "Find" }).pressSequentially("central");
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-searchMatch-selected")).toHaveText("central");
  await page.keyboard.press("Escape");
  await page.locator(".cm-foldGutter").getByTitle("Fold line", { exact: true }).first().click();
  await expectText(vaultEditor(page), "sdk {…}\n");
  await page.getByRole("group", { name: "Format" }).getByText("YAML", { exact: true }).click();
  await expectText(vaultEditor(page), "sdk:\n  aws:\n    s3:\n      region: eu-central-1\n");
});

test("a clearml.conf of 347 lines is imported and downloaded, and a file that is too large is not", async ({
  signIn,
  steward,
}) => {
  const { page, account } = await signIn();
  const caller = basic(await makeCredentials({ account }, "Laptop"));
  const text = readFileSync("e2e/clearml.conf", "utf8");
  expect(text.split("\n")).toHaveLength(348);
  await startWriting(page);
  const choose = page.getByLabel("File to import");
  await choose.setInputFiles({
    name: "large.conf",
    mimeType: "text/plain",
    buffer: Buffer.from("#".repeat(256 * 1024 + 1)),
  });
  await expect(page.getByRole("status").filter({ hasText: "“large.conf” was not imported" })).toContainText(
    "It has 257 KB. A vault can have at most 256 KB.",
  );
  await choose.setInputFiles({
    name: "clearml.conf",
    mimeType: "text/plain",
    buffer: Buffer.from(text.replaceAll("\n", "\r\n")),
  });
  await expect(vaultEditor(page)).toContainText("# ClearML configuration of the speech team");
  expect(await readText(vaultEditor(page))).toBe(text);
  await expect(page.getByRole("listitem").filter({ hasText: "specific to one machine" })).toHaveCount(2);
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, "Download").click()]);
  expect(file.suggestedFilename()).toBe("vault.conf");
  expect(readFileSync(await file.path(), "utf8")).toBe(text);
  await button(page, "OK").click();
  await expect(page.getByText("Revision 1, by you")).toBeVisible();
  const received = await fetchVault(steward.url, caller);
  for (const value of [
    "minio.example.com:9000",
    "apt-get install -y libsndfile1",
    "speech-models/experiments",
  ])
    expect(received.text).toContain(value);
  expect(received.text).not.toContain("speech-ws-04");
});

test.describe("what is unsaved is asked about", () => {
  const question = (page: Page) => page.getByRole("alertdialog", { name: "Leave without saving?" });

  test("before a link is followed", async ({ signIn }) => {
    const { page } = await signIn();
    await startWriting(page);
    await page.keyboard.type("unsaved = 1");
    const link = page.getByRole("link", { name: "Profile", exact: true });
    await link.click();
    await question(page).getByRole("button", { name: "Stay" }).click();
    await expect(question(page)).toBeHidden();
    await expectText(vaultEditor(page), "unsaved = 1");
    await link.click();
    await question(page).getByRole("button", { name: "Leave without saving" }).click();
    await expect(page).toHaveURL(/\/settings\/profile$/);
  });

  test("before the browser goes back", async ({ signIn }) => {
    const { page } = await signIn();
    await page.goto("/settings/profile");
    await page.getByRole("link", { name: "Workspace", exact: true }).first().click();
    await expect(page).toHaveURL(/\/settings\/workspace$/);
    await button(page, "Write a configuration").click();
    await expect(vaultEditor(page)).toBeFocused();
    await page.keyboard.type("unsaved = 1");
    await page.evaluate(() => window.history.back());
    await question(page).getByRole("button", { name: "Stay" }).click();
    await expectText(vaultEditor(page), "unsaved = 1");
    await page.evaluate(() => window.history.back());
    await question(page).getByRole("button", { name: "Leave without saving" }).click();
    await expect(page).toHaveURL(/\/settings\/profile$/);
  });

  test("and nothing is asked once it is saved or given up", async ({ signIn }) => {
    const { page } = await signIn();
    await startWriting(page);
    await page.keyboard.type("saved = 1");
    await button(page, "OK").click();
    await expect(view(page)).toContainText("saved = 1");
    await button(page, "Edit").click();
    await expect(vaultEditor(page)).toBeFocused();
    await page.keyboard.type("more = 2");
    await button(page, "Cancel").click();
    await page.getByRole("link", { name: "Profile", exact: true }).click();
    await expect(page).toHaveURL(/\/settings\/profile$/);
  });
});

test("an earlier text is compared and restored from the history", async ({ signIn, steward }) => {
  const { page, account } = await signIn();
  const caller = basic(await makeCredentials({ account }, "Laptop"));
  for (const text of ["a = 1\nb = 1\n", "a = 1\nb = 2\n", "a = 1\nb = 2\nc = 3\n"]) {
    await writeVault({ account }, text);
  }
  await page.goto("/settings/workspace");
  await page.getByRole("link", { name: "History" }).click();
  await expect(page.getByRole("row")).toHaveCount(4);
  const changes = (name: string) => page.getByRole("region", { name, exact: true }).locator("pre");
  await expect(changes("Changes of revision 3").locator("ins")).toHaveText("c = 3\n");
  await page.getByRole("link", { name: "Show changes of revision 2" }).click();
  await expect(changes("Changes of revision 2").locator("del")).toHaveText("b = 1\n");
  await expect(changes("Changes of revision 2").locator("ins")).toHaveText("b = 2\n");
  await page.getByRole("link", { name: "Show changes of revision 1" }).click();
  await expect(page.getByRole("region", { name: "Changes of revision 1", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "With the current" }).click();
  await expect(changes("Changes since revision 1").locator("ins")).toHaveText(["b = 2\n", "c = 3\n"]);
  await button(page, "Restore").click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore revision 1" }).click();
  await expect(page.getByRole("row", { name: /Revision 4 Current/ })).toBeVisible();
  expect((await fetchVault(steward.url, caller)).text).not.toContain("c");
  await page.getByRole("link", { name: "Workspace", exact: true }).first().click();
  await expect(view(page)).toContainText("b = 1");
});

test("without scripts a text is saved, its errors are listed, and what was typed stays", async ({
  signIn,
  steward,
}) => {
  const { page, account } = await signIn({ browser: { javaScriptEnabled: false } });
  const caller = basic(await makeCredentials({ account }, "Laptop"));
  await writeVault({ account }, "a = 1\n");
  await page.goto("/settings/workspace");
  await page.getByRole("link", { name: "Edit without JavaScript" }).click();
  const text = page.getByRole("textbox", { name: "Text of the configuration vault" });
  await expect(text).toHaveValue("a = 1\n");
  await text.fill("a = 1\nb = {\n");
  await button(page, "Save").click();
  await expect(page.getByRole("alert").filter({ hasText: "Line 3:1" })).toBeVisible();
  await expect(text).toHaveValue("a = 1\nb = {\n");
  await text.fill("a = 1\nb = { c = 2 }\n");
  await writeVault({ account }, "a = other\n");
  await button(page, "Save").click();
  await expect(page.getByRole("textbox", { name: "The text that was saved" })).toHaveValue("a = other\n");
  await expect(text).toHaveValue("a = 1\nb = { c = 2 }\n");
  await button(page, "Replace with my version").click();
  await expect(page.getByText("Saved as revision 3")).toBeVisible();
  expect((await fetchVault(steward.url, caller)).text).toContain('"c": 2');

  await text.fill("#".repeat(256 * 1024 + 1));
  await button(page, "Save").click();
  await expect(page.getByRole("alert").filter({ hasText: "at most 256 KB" })).toBeVisible();

  await text.fill("kept = {\n");
  await page.getByRole("checkbox", { name: /Turn the vault off/ }).check();
  await button(page, "Save").click();
  await expect(page.getByText("Saved as revision 4")).toBeVisible();
  expect((await fetchVault(steward.url, caller)).text).not.toContain("kept");
  await page.goto("/settings/workspace");
  await expect(page.getByRole("switch", { name: "Configuration vault is on" })).not.toBeChecked();
  await expect(view(page)).toContainText("kept = {");
});
