import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { makeCredentials } from "../accounts";
import { expect, test } from "../fixtures";
import { basic, fetchVault } from "../wire-client";

test("switches the session to another workspace, and comes back", async ({ signIn }) => {
  const account = await makeAccount();
  const lab = await makeWorkspace(account, "Lab");
  await makeCredentials({ account, workspaceId: lab }, "In the lab");
  const { page } = await signIn({ account });
  await page.goto("/settings/workspace");
  await expect(page.getByRole("heading", { name: "No API credentials yet" })).toBeVisible();
  await page.getByRole("button", { name: "Switch to workspace" }).click();
  await expect(page.getByRole("row", { name: /In the lab/ })).toBeVisible();
  await expect(page.getByRole("complementary")).toContainText("Lab");
  await page.reload();
  await expect(page.getByRole("row", { name: /In the lab/ })).toBeVisible();
});

test("a link into a workspace offers its members the switch, and is not there for others", async ({
  signIn,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 404/);
  const member = await makeAccount();
  const lab = await makeWorkspace(member, "Lab");
  const foreign = await makeWorkspace(await makeAccount("Sam Stranger"), "Secret project");
  const { page } = await signIn({ account: member });
  await page.goto(`/settings/profile?workspace=${lab}`);
  await expect(page.getByRole("heading", { name: "Switch to “Lab”?" })).toBeVisible();
  await page.getByRole("button", { name: "Switch workspace" }).click();
  await expect(page.getByRole("heading", { name: "Profile", level: 1 })).toBeVisible();
  await expect(page.getByRole("complementary")).toContainText("Lab");

  await page.goto(`/settings/profile?workspace=${foreign}`);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await expect(page.getByText("Secret project")).toHaveCount(0);
});

test("leaving says what is lost, and the credentials there end", async ({ signIn, steward }) => {
  const member = await makeAccount("Max Member");
  const lab = await makeWorkspace(await makeAccount("Olga Owner"), "Lab");
  await join(lab, member);
  const credentials = await makeCredentials({ account: member, workspaceId: lab }, "In the lab");
  const { page } = await signIn({ account: member, workspaceId: lab });
  await page.goto("/settings/workspace");
  await page.getByRole("button", { name: "Leave" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Leave “Lab”?" });
  await expect(dialog).toContainText("Your tasks and artifacts stay");
  await dialog.getByRole("button", { name: "Leave “Lab”" }).click();
  await expect(page.getByRole("heading", { name: "Max Member’s workspace" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Leave" })).toBeHidden();
  expect((await fetchVault(steward.url, basic(credentials))).status).toBe(401);
});
