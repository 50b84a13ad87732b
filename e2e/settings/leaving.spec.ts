import type { Page } from "@playwright/test";
import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { makeCredentials } from "../accounts";
import { expect, type SignedIn, type Steward, test } from "../fixtures";
import { makeLab } from "../invitations";
import { basic, bearer, callWire, drawToken, fetchVault } from "../wire-client";

const places = (page: Page) => page.getByRole("navigation", { name: "User settings" });

type Stage = { steward: Steward; signIn: (wanted?: object) => Promise<SignedIn> };

/** The owner's page of users, and a member at work in the workspace by a browser and by programs. */
async function makeTeam({ steward, signIn }: Stage) {
  const lab = await makeLab({ steward, signIn });
  const member = await makeAccount("Max Member");
  await join(lab.workspaceId, member);
  const place = { account: member, workspaceId: lab.workspaceId };
  const credentials = await makeCredentials(place, "Laptop");
  const elsewhere = await makeCredentials({ account: member }, "At home");
  const token = await drawToken(steward.url, credentials);
  steward.secrets.add(token);
  const there = await signIn(place);
  await there.page.goto("/settings/workspace");
  return {
    lab,
    there,
    /** How the programs' next calls are answered: by key, by token, and in their own workspace. */
    answers: async () => [
      (await fetchVault(steward.url, basic(credentials))).status,
      (await callWire(steward.url, "users.get_vaults", bearer(token))).meta.result_code,
      (await callWire(steward.url, "auth.login", basic(credentials))).meta.result_code,
      (await fetchVault(steward.url, basic(elsewhere))).status,
    ],
  };
}

async function choose(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Agrees to the question of that name. */
async function answer(page: Page, name: string): Promise<void> {
  await page
    .getByRole("alertdialog", { name: `${name}?` })
    .getByRole("button", { name })
    .click();
}

test("a member who is removed while signed in loses access at the next click, and their programs at the next call", async ({
  steward,
  signIn,
}) => {
  const { lab, there, answers } = await makeTeam({ steward, signIn });
  expect(await answers()).toEqual([200, 200, 200, 200]);
  await there.page.getByRole("button", { name: "Create credentials" }).click();
  const form = there.page.getByRole("dialog");
  await form.getByLabel("Label").fill("One more");
  await lab.page.reload();
  await choose(lab.page, "Max Member", "Remove from the workspace");
  const asked = lab.page.getByRole("alertdialog", { name: "Remove Max Member?" });
  await asked.getByRole("button", { name: "Remove Max Member" }).click();
  await expect(asked).toBeHidden();
  await expect(lab.row("Max Member")).toHaveCount(0);

  expect(await answers()).toEqual([401, 401, 401, 200]);
  await form.getByRole("button", { name: "Create credentials" }).click();
  await expect(form.getByRole("alert")).toContainText("This workspace was not found.");
  await expect(form.getByLabel("Label")).toHaveValue("One more");
  await form.getByRole("button", { name: "Cancel" }).click();
  await places(there.page).getByRole("link", { name: "Profile" }).click();
  await expect(there.page.getByRole("heading", { name: "Profile", level: 1 })).toBeVisible();
  await places(there.page).getByRole("link", { name: "Workspace" }).click();
  await expect(there.page.getByRole("heading", { name: "Max Member’s workspace" })).toBeVisible();
  await expect(there.page.getByRole("row", { name: /At home/ })).toBeVisible();
  await expect(there.page.getByText("Lab", { exact: true })).toHaveCount(0);
});

test("a member who leaves in one browser loses access in the other at the next click, and returns only by invitation", async ({
  steward,
  signIn,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 404/);
  const { lab, there, answers } = await makeTeam({ steward, signIn });
  const other = await signIn({ account: there.account, workspaceId: lab.workspaceId });
  await other.page.goto("/settings/workspace");
  await expect(other.page.getByRole("row", { name: /Laptop/ })).toBeVisible();
  await there.page.getByRole("button", { name: "Leave" }).click();
  const dialog = there.page.getByRole("alertdialog", { name: "Leave “Lab”?" });
  for (const loss of [
    "immediately lose access to the workspace",
    "API credentials in this workspace and all tokens issued with them are revoked",
  ])
    await expect(dialog).toContainText(loss);
  await dialog.getByRole("button", { name: "Leave “Lab”" }).click();
  await expect(there.page.getByRole("heading", { name: "Max Member’s workspace" })).toBeVisible();
  await expect(there.page.getByText("You left “Lab”.", { exact: true })).toBeVisible();
  expect(await answers()).toEqual([401, 401, 401, 200]);
  await places(other.page).getByRole("link", { name: "Profile" }).click();
  await expect(other.page.getByRole("complementary")).toContainText("Max Member’s workspace");
  await other.page.goto(`/settings/workspace?workspace=${lab.workspaceId}`);
  await expect(other.page.getByRole("heading", { name: "Page not found" })).toBeVisible();

  await lab.page.reload();
  await expect(lab.row("Max Member")).toHaveCount(0);
  await there.page.goto(await lab.invite(there.account.email));
  await there.page.getByRole("button", { name: "Join Lab" }).click();
  await expect(there.page.getByRole("complementary")).toContainText("Lab");
  await expect(there.page.getByRole("heading", { name: "No API credentials yet" })).toBeVisible();
  expect(await answers()).toEqual([401, 401, 401, 200]);
});

/** The menu of somebody whose membership can't be changed only shows their configuration. */
async function expectNoChanges(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await expect(page.getByRole("menuitem")).toHaveText([
    "Effective configuration",
    "Access to resources",
    "Explain access",
  ]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
}

test("the owner goes only after handing the workspace to another admin, and nobody can remove an owner", async ({
  steward,
  signIn,
}) => {
  const { lab, there } = await makeTeam({ steward, signIn });
  const third = await makeAccount("Ann Admin");
  await join(lab.workspaceId, third);
  const { page } = lab;
  await page.goto("/settings/workspace");
  await page.getByRole("button", { name: "Leave" }).click();
  const why = page.getByRole("dialog", { name: "You can’t leave “Lab” yet" });
  await expect(why).toContainText(
    "You own this workspace. Transfer ownership to another admin before you leave.",
  );
  await why.getByRole("button", { name: "Close" }).click();

  await page.goto("/settings/users");
  await expectNoChanges(page, "Olga Owner");
  await page.getByRole("button", { name: "Actions for Max Member" }).click();
  await expect(page.getByRole("menuitem", { name: "Make an admin" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Make the owner" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  for (const name of ["Max Member", "Ann Admin"]) {
    await choose(page, name, "Make an admin");
    await answer(page, `Make ${name} an admin`);
    await expect(page.getByText(`${name} is now an admin.`, { exact: true })).toBeVisible();
    await expect(lab.row(name)).toContainText("Admins");
  }

  const ann = await signIn({ account: third, workspaceId: lab.workspaceId });
  await ann.page.goto("/settings/users");
  await expectNoChanges(ann.page, "Olga Owner");
  await choose(ann.page, "Max Member", "Remove from the workspace");
  const removing = ann.page.getByRole("alertdialog", { name: "Remove Max Member?" });

  await choose(page, "Max Member", "Make the owner");
  await page
    .getByRole("alertdialog", { name: "Transfer the workspace to Max Member?" })
    .getByRole("button", { name: "Make Max Member the owner" })
    .click();
  await expect(lab.row("Max Member")).toContainText("Owner");
  await removing.getByRole("button", { name: "Remove Max Member" }).click();
  await expect(removing.getByRole("alert")).toContainText("The owner can’t be removed.");

  await page.goto("/settings/workspace");
  await page.getByRole("button", { name: "Leave" }).click();
  await page
    .getByRole("alertdialog", { name: "Leave “Lab”?" })
    .getByRole("button", { name: "Leave “Lab”" })
    .click();
  await expect(page.getByRole("heading", { name: "Olga Owner’s workspace" })).toBeVisible();
  await there.page.reload();
  await there.page.getByRole("button", { name: "Leave" }).click();
  await expect(there.page.getByRole("dialog", { name: "You can’t leave “Lab” yet" })).toBeVisible();
});

test("an admin who loses the role can no longer change anything from an open page", async ({
  steward,
  signIn,
}) => {
  const { lab, there } = await makeTeam({ steward, signIn });
  await lab.page.reload();
  await choose(lab.page, "Max Member", "Make an admin");
  await answer(lab.page, "Make Max Member an admin");
  await expect(lab.row("Max Member")).toContainText("Admins");
  await there.page.goto("/settings/users");
  await there.page.getByRole("button", { name: "Invite users" }).first().click();
  const dialog = there.page.getByRole("dialog", { name: "Invite users to Lab" });
  await dialog.getByLabel("E-mail addresses").fill("a.friend@partner.example");
  await choose(lab.page, "Max Member", "Remove from Admins");
  await answer(lab.page, "Remove Max Member from Admins");
  await expect(lab.row("Max Member")).not.toContainText("Admins");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: /./ })).toContainText(
    "You don’t have permission to do this in this workspace.",
  );
  await expect(dialog.getByLabel("E-mail addresses")).toHaveValue("a.friend@partner.example");
  await lab.page.reload();
  await expect(lab.row("a.friend@partner.example")).toHaveCount(0);
});

test("the personal workspace can’t be left", async ({ signIn }) => {
  const account = await makeAccount();
  await makeWorkspace(account, "Lab");
  const { page } = await signIn({ account });
  await page.goto("/settings/workspace");
  await expect(page.getByRole("heading", { name: "Ada Byron’s workspace" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Leave" })).toHaveCount(0);
});
