import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { makeCredentials } from "../accounts";
import { expect, test } from "../fixtures";
import { invite } from "../people-screens";
import { basic, bearer, drawToken, fetchVault } from "../wire-client";

test("somebody new follows an invitation’s link, makes an account and is in; the link works once", async ({
  signIn,
  open,
  steward,
}) => {
  const owner = await makeAccount("Olga Owner");
  const lab = await makeWorkspace(owner, "Lab");
  const { page } = await signIn({ account: owner, workspaceId: lab });
  await page.goto("/settings/users");
  const email = `new.${owner.email}`;
  const link = await invite(page, email);
  steward.secrets.add(new URL(link).pathname.split("/").at(-1) ?? "");
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Pending");

  const guest = await open();
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "Join “Lab”" })).toBeVisible();
  await expect(guest.getByLabel("E-mail")).toHaveValue(email);
  await guest.getByLabel("Your name").fill("Nia New");
  await guest.getByLabel("Password").fill("a password for a guest");
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest.getByRole("heading", { name: "Workspace", level: 1 })).toBeVisible();
  await expect(guest.getByRole("heading", { name: "Lab", exact: true })).toBeVisible();
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "This invitation has been used" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("row", { name: /Nia New/ })).toContainText("Active");
});

test("somebody who is removed is out at the next click, and their credentials and tokens at the next call", async ({
  signIn,
  steward,
}) => {
  const owner = await makeAccount("Olga Owner");
  const member = await makeAccount("Max Member");
  const lab = await makeWorkspace(owner, "Lab");
  await join(lab, member);
  const credentials = await makeCredentials({ account: member, workspaceId: lab }, "Laptop");
  const token = await drawToken(steward.url, credentials);
  expect((await fetchVault(steward.url, bearer(token))).status).toBe(200);
  const there = await signIn({ account: member, workspaceId: lab });
  await there.page.goto("/settings/profile");

  const { page } = await signIn({ account: owner, workspaceId: lab });
  await page.goto("/settings/users");
  await page.getByRole("button", { name: "Actions for Max Member" }).click();
  await page.getByRole("menuitem", { name: "Remove from the workspace" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Remove Max Member?" });
  await dialog.getByRole("button", { name: /^Remove/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("row", { name: /Max Member/ })).toBeHidden();
  expect((await fetchVault(steward.url, basic(credentials))).status).toBe(401);
  expect((await fetchVault(steward.url, bearer(token))).status).toBe(401);
  await there.page
    .getByRole("navigation", { name: "User settings" })
    .getByRole("link", { name: "Workspace" })
    .click();
  await expect(there.page.getByRole("heading", { name: "Max Member’s workspace" })).toBeVisible();
});

test("the list of users is for admins", async ({ signIn, expectedMessages }) => {
  expectedMessages.push(/status of 403/);
  const member = await makeAccount("Max Member");
  const lab = await makeWorkspace(await makeAccount("Olga Owner"), "Lab");
  await join(lab, member);
  const { page } = await signIn({ account: member, workspaceId: lab });
  expect((await page.goto("/settings/users"))?.status()).toBe(403);
  await expect(page.getByRole("heading", { name: "You need admin access for this page" })).toBeVisible();
});
