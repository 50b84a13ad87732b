import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { expect, test } from "../fixtures";

test("renames oneself in place; what is refused stays in the field", async ({ signIn }) => {
  const { page } = await signIn({ name: "Ada Byron" });
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Edit name" }).click();
  const field = page.getByRole("textbox", { name: "Name", exact: true });
  await expect(field).toBeFocused();
  await field.fill("A");
  await field.press("Enter");
  await expect(field).toHaveAccessibleDescription(/at least 2 characters/);
  await expect(field).toHaveValue("A");
  await field.press("Escape");
  await expect(page.getByRole("button", { name: "Edit name" })).toBeFocused();
  await expect(page.getByRole("main").getByText("Ada Byron", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Edit name" }).click();
  await field.fill("Ada Łovelace 爱达");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("main").getByText("Ada Łovelace 爱达", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit name" })).toBeFocused();
  await expect(page.getByRole("button", { name: "Ada Łovelace 爱达: your menu" })).toBeVisible();
});

test("shows the account, and copies its whole ID from a short badge", async ({ signIn }) => {
  const { page, account, context } = await signIn();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/settings/profile");
  await expect(page.getByRole("main").getByText(account.email)).toBeVisible();
  const badge = page.getByRole("button", { name: /Copy user ID/ });
  await expect(badge).toContainText(`${account.id.slice(0, 4)}…${account.id.slice(-4)}`);
  await badge.click();
  await expect(badge).toContainText("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(account.id);
});

test("renames the workspace for everybody in it; a plain member is not offered that", async ({ signIn }) => {
  const owner = await makeAccount("Olga Owner");
  const member = await makeAccount("Max Member");
  const workspaceId = await makeWorkspace(owner, "Lab");
  await join(workspaceId, member);

  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto("/settings/workspace");
  await page.getByRole("button", { name: "Rename" }).click();
  const dialog = page.getByRole("dialog", { name: "Rename “Lab”" });
  const field = dialog.getByLabel("Workspace name");
  await expect(field).toBeFocused();
  await field.fill(" L ");
  await dialog.getByRole("button", { name: "Rename workspace" }).click();
  await expect(field).toHaveAccessibleDescription(/at least 2 characters/);
  await expect(field).toHaveValue(" L ");
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("Not closed, because your changes would be lost.")).toBeVisible();
  await field.fill("Computing Lab");
  await dialog.getByRole("button", { name: "Rename workspace" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: "Computing Lab" })).toBeVisible();
  await expect(page.getByRole("complementary")).toContainText("Computing Lab");

  const other = await signIn({ account: member, workspaceId });
  await other.page.goto("/settings/workspace");
  await expect(other.page.getByRole("heading", { name: "Computing Lab" })).toBeVisible();
  await expect(other.page.getByRole("button", { name: "Rename" })).toBeHidden();
});
