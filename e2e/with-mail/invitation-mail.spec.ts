import type { Page } from "@playwright/test";
import { findAccountByEmail } from "@/db/reads/accounts";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import { type Account, newEmail } from "@/db/testing/factories/person";
import { countSignInMeans, giveSignInMeans } from "@/db/testing/factories/sign-in-means";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { makeCredentials } from "../accounts";
import { makeLab, tokenOf } from "../invitations";
import { expect, linkIn, receive, test } from "../mail-fixtures";
import { basic, bearer, callWire, drawToken, fetchVault } from "../wire-client";

const title = (page: Page) => page.getByRole("heading", { level: 1 });
const ownPassword = "what the real holder chose";
const otherPassword = "what the intruder chose";

async function createAccount(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account and join" }).click();
  await expect(title(page)).toHaveText("Workspace");
}

async function signInAt(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("the mailed link lets its reader in, and proves their address; a newer one takes its place", async ({
  steward,
  signIn,
  open,
  mailServer,
}) => {
  const lab = await makeLab({ steward, signIn });
  const email = newEmail("partner.example");
  await lab.page.getByRole("button", { name: "Invite users" }).first().click();
  const dialog = lab.page.getByRole("dialog", { name: "Invite users to Lab" });
  await expect(dialog).toContainText(
    "Each person gets an e-mail with a link that works once and expires after 7 days.",
  );
  await dialog.getByLabel("E-mail addresses").fill(email);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByText("E-mail sent")).toBeVisible();
  const copied = (await dialog.locator("code").textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();

  const first = await receive(mailServer, email);
  expect(first.subject).toBe("Olga Owner invited you to “Lab”");
  expect(linkIn(first)).toMatch(new RegExp(`^${steward.url}/invitations/${lab.workspaceId}\\.`));
  expect(linkIn(first)).not.toBe(copied);
  await lab.page.getByRole("button", { name: `Actions for the invitation for ${email}` }).click();
  await lab.page.getByRole("menuitem", { name: "Send again" }).click();
  await expect(
    lab.page.getByText(`Steward sent a new invitation to ${email}.`, { exact: true }),
  ).toBeVisible();
  const second = await receive(mailServer, email, 2);
  for (const link of [linkIn(first), linkIn(second), copied]) steward.secrets.add(tokenOf(link));

  const guest = await open();
  await guest.goto(linkIn(first));
  await expect(title(guest)).toHaveText("This invitation link is not valid");
  await guest.goto(linkIn(second));
  await createAccount(guest, "Nia New", ownPassword);
  await expect(guest.getByRole("complementary")).toContainText("Lab");
  await guest.goto("/settings/profile");
  await expect(guest.getByText("Proven", { exact: true })).toBeVisible();
  for (const link of [linkIn(second), copied]) {
    await guest.goto(link);
    await expect(title(guest)).toHaveText("This invitation has been used");
  }
  await lab.page.reload();
  await expect(lab.row("Nia New")).toContainText("Active");
});

test("a copied link works for anyone who has it, and proves no address", async ({
  steward,
  signIn,
  open,
  mailServer,
}) => {
  const [lab, other] = [await makeLab({ steward, signIn }), await makeLab({ steward, signIn }, "Studio")];
  const email = newEmail("partner.example");
  const guest = await open();
  await guest.goto(await lab.invite(email));
  await createAccount(guest, "Nia New", ownPassword);
  await other.invite(email);
  await receive(mailServer, email, 2);
  await guest.goto("/settings/profile");
  await expect(guest.getByText("Not proven yet")).toBeVisible();
  await expect(guest.getByRole("button", { name: "Notifications: none" })).toBeVisible();
});

/** All that somebody who made an account with another's address could have set up in it. */
async function settleIn(
  url: string,
  email: string,
  { workspaceId }: { workspaceId: WorkspaceId },
): Promise<{ account: Account; stillWorks: () => Promise<unknown[]> }> {
  const found = await findAccountByEmail(email);
  if (!found) throw new Error("The intruder has no account.");
  const personalId = await findPersonalWorkspaceId(found.id);
  if (!personalId) throw new Error("The intruder has no workspace.");
  const account: Account = { ...found, email, password: otherPassword, personalId };
  const credentials = await makeCredentials({ account, workspaceId }, "Back door");
  const token = await drawToken(url, credentials);
  await giveSignInMeans(account);
  const stillWorks = async () => [
    (await fetchVault(url, basic(credentials))).status,
    (await callWire(url, "users.get_vaults", bearer(token))).meta.result_code,
    await countSignInMeans(account),
  ];
  return { account, stillWorks };
}

async function takeOver(page: Page, button: string): Promise<void> {
  await expect(page.getByRole("main")).toContainText("nobody has proven that it is theirs");
  await page.getByLabel("New password").fill(ownPassword);
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect(title(page)).toHaveText("Workspace");
}

test("a user who used another’s copied link first loses the account to the reader of the mailed link", async ({
  steward,
  signIn,
  open,
  mailServer,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 401/);
  const lab = await makeLab({ steward, signIn });
  const email = newEmail("partner.example");
  const copied = await lab.invite(email);
  const intruder = await open();
  await intruder.goto(copied);
  await createAccount(intruder, "Ivo Intruder", otherPassword);
  const made = await settleIn(steward.url, email, lab);
  steward.secrets.add(ownPassword).add(otherPassword);
  expect(await made.stillWorks()).toEqual([200, 200, 3]);

  const holder = await open();
  await holder.goto(linkIn(await receive(mailServer, email)));
  await expect(title(holder)).toHaveText("Somebody else used this invitation");
  await takeOver(holder, "Claim the account");
  await expect(holder.getByRole("complementary")).toContainText("Lab");
  expect(await made.stillWorks()).toEqual([401, 401, 0]);

  await intruder
    .getByRole("navigation", { name: "User settings" })
    .getByRole("link", { name: "Profile" })
    .click();
  await expect(title(intruder)).toHaveText("Sign in");
  await signInAt(intruder, email, otherPassword);
  await expect(intruder.getByRole("alert").filter({ hasText: "is wrong" })).toBeVisible();
  await intruder.goto(copied);
  await expect(title(intruder)).toHaveText("This invitation has been used");
  await holder.goto("/settings/profile");
  await expect(holder.getByText("Proven", { exact: true })).toBeVisible();
  await expect(holder.getByRole("table", { name: "Sessions" }).getByText("Password")).toHaveCount(1);
});

test("the holder of the address comes later, by a mail to another workspace, and takes all of it over", async ({
  steward,
  signIn,
  open,
  mailServer,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 401/);
  const [lab, studio] = [await makeLab({ steward, signIn }), await makeLab({ steward, signIn }, "Studio")];
  const email = newEmail("partner.example");
  const intruder = await open();
  await intruder.goto(await lab.invite(email));
  await createAccount(intruder, "Ivo Intruder", otherPassword);
  const made = await settleIn(steward.url, email, lab);
  steward.secrets.add(ownPassword).add(otherPassword);
  const copied = await studio.invite(email);
  await intruder.goto(copied);
  await expect(title(intruder)).toHaveText("Join “Studio”");

  const holder = await open();
  await holder.goto(linkIn(await receive(mailServer, email, 2)));
  await takeOver(holder, "Claim the account and join");
  expect(await made.stillWorks()).toEqual([401, 401, 0]);
  await holder
    .getByRole("complementary")
    .getByRole("button", { name: /Switch workspace/ })
    .click();
  await expect(holder.getByRole("menuitemradio", { name: "Studio" })).toBeVisible();

  await intruder.getByRole("button", { name: "Join Studio" }).click();
  await expect(intruder.getByRole("main").getByRole("alert")).toContainText("You are signed out");
  await signInAt(intruder, email, otherPassword);
  await expect(intruder.getByRole("alert").filter({ hasText: "is wrong" })).toBeVisible();
});
