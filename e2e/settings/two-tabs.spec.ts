import type { BrowserContext, Page } from "@playwright/test";
import { makeAccount } from "@/db/testing/factories/person";
import { writeVault } from "@/db/testing/factories/vault";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { expectText, replaceText, vaultEditor } from "../code-editor";
import { expect, type SignedIn, test } from "../fixtures";

/** A user with a second workspace, and two of their tabs in it. */
async function openTabs(signIn: (wanted: object) => Promise<SignedIn>, role: "owner" | "member" = "owner") {
  const account = await makeAccount();
  const owner = role === "owner" ? account : await makeAccount("Olga Owner");
  const lab = await makeWorkspace(owner, "Lab");
  if (role === "member") await join(lab, account);
  await writeVault({ account, workspaceId: lab }, "of = lab\n");
  await writeVault({ account }, "of = personal\n");
  const { page, context } = await signIn({ account, workspaceId: lab });
  await page.goto("/settings/workspace");
  return { account, lab, first: page, second: await openSecond(context) };
}

async function openSecond(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto("/settings/workspace");
  return page;
}

async function switchIn(page: Page, name: string): Promise<void> {
  await page
    .getByRole("complementary")
    .getByRole("button", { name: /Switch workspace/ })
    .click();
  await page.getByRole("menuitemradio", { name }).click();
  await expect(page.getByText(`“${name}” is now your active workspace.`, { exact: true })).toBeVisible();
}

const refusal = "This form belongs to “Lab”, but your active workspace is now “Ada Byron’s workspace”.";

test("after a switch in one tab, forms in the other are refused by name and keep what was typed", async ({
  signIn,
}) => {
  const { first, second } = await openTabs(signIn);
  await second.getByRole("button", { name: "Rename" }).click();
  const renaming = second.getByRole("dialog", { name: "Rename “Lab”" });
  await renaming.getByLabel("Workspace name").fill("A better name");
  await switchIn(first, "Ada Byron’s workspace");
  await renaming.getByRole("button", { name: "Rename workspace" }).click();
  await expect(renaming.getByRole("alert")).toContainText(refusal);
  await expect(renaming.getByRole("alert")).toContainText("Switch to “Lab” to submit it.");
  await expect(renaming.getByLabel("Workspace name")).toHaveValue("A better name");

  await switchIn(first, "Lab");
  await renaming.getByRole("button", { name: "Rename workspace" }).click();
  await expect(renaming).toBeHidden();
  await expect(second.getByRole("heading", { name: "A better name" })).toBeVisible();
});

test("a vault typed in the other tab is not written into the workspace that was switched to", async ({
  signIn,
}) => {
  const { first, second } = await openTabs(signIn, "member");
  const text = vaultEditor(second);
  await second.getByRole("button", { name: "Edit", exact: true }).click();
  await replaceText(text, "of = lab\nmine = true\n");
  await switchIn(first, "Ada Byron’s workspace");
  await second.getByRole("button", { name: "OK", exact: true }).click();
  await expect(second.getByRole("alert").filter({ hasText: refusal })).toBeVisible();
  await expectText(text, "of = lab\nmine = true\n");
  await first.reload();
  const vault = first.getByRole("region", { name: "Configuration vault", exact: true });
  await expect(vault).toContainText("personal");
  await expect(vault).not.toContainText("mine");
});

test("addresses typed in the other tab invite nobody into the workspace that was switched to", async ({
  signIn,
}) => {
  const { first, second } = await openTabs(signIn);
  await second.goto("/settings/users");
  await second.getByRole("button", { name: "Invite users" }).first().click();
  const dialog = second.getByRole("dialog", { name: "Invite users to Lab" });
  await dialog.getByLabel("E-mail addresses").fill("a.friend@partner.example");
  await switchIn(first, "Ada Byron’s workspace");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: refusal })).toBeVisible();
  await expect(dialog.getByLabel("E-mail addresses")).toHaveValue("a.friend@partner.example");
  await first.goto("/settings/users");
  await expect(first.getByRole("row", { name: /Ada Byron/ })).toBeVisible();
  await expect(first.getByRole("row", { name: /a\.friend/ })).toHaveCount(0);
});

test("the other tab shows at its next click where the session is now", async ({ signIn }) => {
  const { first, second } = await openTabs(signIn);
  await switchIn(first, "Ada Byron’s workspace");
  await second
    .getByRole("navigation", { name: "User settings" })
    .getByRole("link", { name: "Profile" })
    .click();
  await expect(second.getByRole("heading", { name: "Profile", level: 1 })).toBeVisible();
  await expect(
    second.getByRole("complementary").getByRole("button", { name: /Switch workspace/ }),
  ).toContainText("Ada Byron’s workspace");
});

test("switching in the other tab, whose list is of before, still switches or says why not", async ({
  signIn,
}) => {
  const { first, second } = await openTabs(signIn);
  await switchIn(first, "Ada Byron’s workspace");
  await second.getByRole("button", { name: "Switch to workspace" }).click();
  await expect(second.getByRole("main")).toContainText(refusal);
});
