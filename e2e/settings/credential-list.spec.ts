import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { makeCredentials } from "../accounts";
import { expect, test } from "../fixtures";
import { basic, fetchVault } from "../wire-client";

test("the owner sees and revokes everybody’s credentials, a plain member only their own", async ({
  signIn,
  steward,
}) => {
  const owner = await makeAccount("Olga Owner");
  const member = await makeAccount("Max Member");
  const workspaceId = await makeWorkspace(owner, "Lab");
  await join(workspaceId, member);
  await makeCredentials({ account: owner, workspaceId }, "Olga’s laptop");
  const lent = await makeCredentials({ account: member, workspaceId }, "Max’s laptop");

  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto("/settings/workspace");
  const table = page.getByRole("table", { name: "API credentials" });
  await expect(table.getByRole("row", { name: /laptop/ })).toHaveCount(1);
  await page.getByRole("link", { name: "Everybody’s" }).click();
  await expect(page.getByRole("link", { name: "Everybody’s" })).toHaveAttribute("aria-current", "true");
  await expect(table.getByRole("row", { name: /laptop/ })).toHaveCount(2);
  await expect(table.getByRole("row", { name: /Max’s laptop/ })).toContainText("Max Member");
  await expect(table.getByRole("row", { name: /Olga’s laptop/ })).toContainText("You");

  const other = await signIn({ account: member, workspaceId });
  await other.page.goto("/settings/workspace?credentials=everybody");
  const othersTable = other.page.getByRole("table", { name: "API credentials" });
  await expect(othersTable.getByRole("row", { name: /laptop/ })).toHaveCount(1);
  await expect(othersTable.getByRole("row", { name: /Max’s laptop/ })).toBeVisible();
  await expect(other.page.getByRole("link", { name: "Everybody’s" })).toBeHidden();

  await page.getByRole("button", { name: "Revoke “Max’s laptop”" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke “Max’s laptop”" }).click();
  await expect(table.getByRole("row", { name: /laptop/ })).toHaveCount(1);
  expect((await fetchVault(steward.url, basic(lent))).status).toBe(401);
});

test("a long list is paged, newest first, and every page has an address", async ({ signIn }) => {
  const { page, account } = await signIn();
  for (let number = 1; number <= 23; number++) await makeCredentials({ account }, `Machine ${number}`);
  await page.goto("/settings/workspace");
  const rows = page.getByRole("table", { name: "API credentials" }).getByRole("row", { name: /Machine/ });
  const pages = page.getByRole("navigation", { name: "Pages of API credentials" });
  await expect(rows).toHaveCount(20);
  await expect(rows.first()).toContainText("Machine 23");
  await expect(pages).toContainText("1–20 of 23");
  await expect(pages.getByRole("button", { name: "Previous" })).toBeDisabled();
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(rows).toHaveCount(3);
  await expect(pages).toContainText("21–23 of 23");

  for (const label of ["Machine 3", "Machine 2", "Machine 1"]) {
    await page.getByRole("button", { name: `Revoke “${label}”` }).click();
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: `Revoke “${label}”` })
      .click();
    await expect(rows.filter({ hasText: new RegExp(`${label}(?!\\d)`) })).toHaveCount(0);
  }
  await expect(rows).toHaveCount(20);
  for (const strange of ["0", "-1", "999", "1.5", "one", "1&page=2"]) {
    await page.goto(`/settings/workspace?page=${strange}`);
    await expect(rows).toHaveCount(20);
  }
});
