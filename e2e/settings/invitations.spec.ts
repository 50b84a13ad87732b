import type { Page } from "@playwright/test";
import { makeAccount, newEmail } from "@/db/testing/factories/person";
import { join } from "@/db/testing/factories/workspace";
import { expireInvitation } from "../expire-invitation";
import { expect, test } from "../fixtures";
import { makeLab } from "../invitations";

const title = (page: Page) => page.getByRole("heading", { level: 1 });
const workspaceShown = (page: Page) => page.getByRole("complementary").getByText(/You (own|administer|are)/);

async function signInAt(page: Page, { email, password }: { email: string; password: string }) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function createAccount(page: Page, password: string) {
  await page.getByLabel("Your name").fill("Nia New");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account and join" }).click();
}

test("without a mail server the links are there to be sent by hand, one for each address", async ({
  steward,
  signIn,
  open,
}) => {
  const lab = await makeLab({ steward, signIn });
  const member = await makeAccount("Max Member");
  await join(lab.workspaceId, member);
  const [first, second] = [newEmail("partner.example"), newEmail("partner.example")];
  await lab.page.getByRole("button", { name: "Invite users" }).first().click();
  const dialog = lab.page.getByRole("dialog", { name: "Invite users to Lab" });
  await expect(dialog).toContainText("No mail server is configured, so you send the links yourself.");
  await dialog
    .getByLabel("E-mail addresses")
    .fill(`${first}, ${second.toUpperCase()}\n${second}; ${member.email} not@an-address`);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.locator("code")).toHaveCount(2);
  await expect(dialog.getByText("E-mail sent")).toHaveCount(0);
  await expect(dialog.getByRole("alert").filter({ hasText: "not@an-address" })).toHaveText(
    [
      `${second}: entered twice`,
      `${member.email}: already a member`,
      "not@an-address: not an e-mail address",
    ].join(""),
  );
  const links = await dialog.locator("code").allTextContents();
  expect(new Set(links).size).toBe(2);
  for (const [index, email] of [first, second].entries()) {
    const guest = await open();
    await guest.goto(links[index] ?? "");
    await expect(guest.getByLabel("E-mail")).toHaveValue(email);
  }
  await dialog.getByRole("button", { name: "Done" }).click();
  const since = new Date().toLocaleDateString("en-US", { day: "numeric", timeZone: "UTC" });
  for (const email of [first, second]) {
    await expect(lab.row(email)).toContainText(new RegExp(`Pending since ${since} \\w{3}`));
    await expect(lab.row(email)).toContainText("7 days left");
  }
});

test("what is no address stays to be mended, and links that were shown stay to be copied", async ({
  steward,
  signIn,
}) => {
  const lab = await makeLab({ steward, signIn });
  const [first, second, typo] = [newEmail("partner.example"), newEmail("partner.example"), "ada.lab.example"];
  await lab.page.getByRole("button", { name: "Invite users" }).first().click();
  const dialog = lab.page.getByRole("dialog", { name: "Invite users to Lab" });
  await dialog.getByLabel("E-mail addresses").fill(`Fay First <${first}>, ${typo}`);
  await dialog.getByRole("button", { name: "Add" }).click();
  const refused = dialog.getByRole("alert").getByRole("listitem");
  await expect(refused).toHaveText(`${typo}: not an e-mail address`);
  const more = dialog.getByLabel("More e-mail addresses");
  await expect(more).toHaveValue(typo);
  await expect(dialog.locator("code")).toHaveCount(1);
  const link = await dialog.locator("code").textContent();
  await more.fill(second);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.locator("code")).toHaveCount(2);
  await expect(dialog.locator("code").first()).toHaveText(link ?? "");
  await expect(refused).toHaveCount(0);
  await expect(more).toHaveValue("");
});

test("a user who invites from the workspace page gets to the pending invitations, unless nobody was invited", async ({
  steward,
  signIn,
}) => {
  const lab = await makeLab({ steward, signIn });
  const email = newEmail("partner.example");
  await lab.page.goto("/settings/workspace");
  const invite = lab.page.getByRole("button", { name: "Invite users" });
  const dialog = lab.page.getByRole("dialog", { name: "Invite users to Lab" });
  await invite.click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(title(lab.page)).toHaveText("Workspace");
  await invite.click();
  await dialog.getByLabel("E-mail addresses").fill(email);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.locator("code")).toHaveCount(1);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(title(lab.page)).toHaveText("Users");
  await expect(lab.page.getByRole("link", { name: /^Pending/ })).toHaveAttribute("aria-current", /page|true/);
  await expect(lab.row(email)).toContainText("Pending since");
});

test("the one it is for joins, signed in, and the workspace is the active one", async ({
  steward,
  signIn,
}) => {
  const lab = await makeLab({ steward, signIn });
  const { page, account } = await signIn({ name: "Gus Guest" });
  const link = await lab.invite(account.email);
  await page.goto(link);
  await expect(title(page)).toHaveText("Join “Lab”");
  await page.getByRole("button", { name: "Join Lab" }).click();
  await expect(title(page)).toHaveText("Workspace");
  await expect(page.getByRole("complementary")).toContainText("Lab");
  await expect(workspaceShown(page)).toHaveText("You are a member");
  await page.goto(link);
  await expect(title(page)).toHaveText("This invitation has been used");
  await expect(page.getByRole("main")).toContainText("You are already a member of “Lab”.");
  await page.getByRole("link", { name: "Go to Lab" }).click();
  await expect(title(page)).toHaveText("Workspace");
  await lab.page.reload();
  await expect(lab.row("Gus Guest")).toContainText("Active");
});

test("an invitation is accepted and declined under the bell", async ({ steward, signIn }) => {
  const [lab, other] = [await makeLab({ steward, signIn }), await makeLab({ steward, signIn }, "Studio")];
  const { page, account } = await signIn({ name: "Gus Guest" });
  await lab.invite(account.email);
  const declined = await other.invite(account.email);
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Notifications: 2" }).click();
  const notice = (name: string) => page.getByRole("listitem").filter({ hasText: `invited you to ${name}` });
  await notice("Studio").getByRole("button", { name: "Decline" }).click();
  await expect(notice("Studio")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Notifications: 1" })).toBeVisible();
  await notice("Lab").getByRole("button", { name: "Accept" }).click();
  await expect(page.getByText("“Lab” is now your active workspace.", { exact: true })).toBeVisible();
  await expect(page.getByRole("complementary")).toContainText("Lab");
  await expect(page.getByRole("button", { name: "Notifications: none" })).toBeVisible();

  await lab.page.reload();
  await expect(lab.row("Gus Guest")).toContainText("Active");
  await other.page.reload();
  await expect(other.row("Olga Owner")).toBeVisible();
  await expect(other.row(account.email)).toHaveCount(0);
  await page.goto(declined);
  await expect(title(page)).toHaveText("This invitation was declined");
  await expect(page.getByRole("main")).toContainText("ask Olga Owner for a new one");
});

test("somebody signed in with another address is told so, signs out and goes on as somebody new", async ({
  steward,
  signIn,
}) => {
  const lab = await makeLab({ steward, signIn });
  const email = newEmail("partner.example");
  const link = await lab.invite(email);
  const { page, account } = await signIn({ name: "Otto Other" });
  await page.goto(link);
  await expect(page.getByRole("main")).toContainText(
    `You are signed in as ${account.email}, but this invitation is for ${email}.`,
  );
  await expect(page.getByRole("button", { name: /^(Join|Create)/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Stay signed in" }).click();
  await expect(page.getByRole("heading", { name: "Otto Other’s workspace" })).toBeVisible();
  await page.goto(link);
  await page.getByRole("button", { name: "Sign out and continue" }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await createAccount(page, "a password for a guest");
  await expect(page.getByRole("complementary")).toContainText("Lab");
  await lab.page.reload();
  await expect(lab.row("Nia New")).toContainText("Active");
  await expect(lab.row("Otto Other")).toHaveCount(0);
});

test("somebody signed in with another address signs out and goes on by the account that it is for", async ({
  steward,
  signIn,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 401/);
  const lab = await makeLab({ steward, signIn });
  const invited = await makeAccount("Gus Guest");
  const link = await lab.invite(invited.email);
  const { page } = await signIn({ name: "Otto Other" });
  await page.goto(link);
  await page.getByRole("button", { name: "Sign out and continue" }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue(invited.email);
  await createAccount(page, "a password of nobody’s");
  const told = page.getByRole("main").getByRole("alert").filter({ hasText: "Sign in with its password" });
  await expect(told).toBeVisible();
  await page.goto(link);
  await page.getByRole("link", { name: "Sign in to join" }).click();
  await signInAt(page, invited);
  await page.getByRole("button", { name: "Join Lab" }).click();
  await expect(page.getByRole("complementary")).toContainText("Lab");
  await lab.page.reload();
  await expect(lab.row("Gus Guest")).toContainText("Active");
});

test("a link that is too old, withdrawn, replaced or not whole says which, and what to do next", async ({
  steward,
  signIn,
  open,
}) => {
  const lab = await makeLab({ steward, signIn });
  const [withdrawn, replaced] = [newEmail("partner.example"), newEmail("partner.example")];
  const withdrawnLink = await lab.invite(withdrawn);
  const replacedLink = await lab.invite(replaced);
  const act = async (email: string, item: string) => {
    await lab.page.getByRole("button", { name: `Actions for the invitation for ${email}` }).click();
    await lab.page.getByRole("menuitem", { name: item }).click();
  };
  await act(withdrawn, "Withdraw");
  await lab.page.getByRole("alertdialog").getByRole("button", { name: "Withdraw the invitation" }).click();
  await expect(lab.page.getByRole("alertdialog")).toBeHidden();
  await expect(lab.row(withdrawn)).toHaveCount(0);
  await expect(
    lab.page.getByText(`The invitation for ${withdrawn} was withdrawn.`, { exact: true }),
  ).toBeVisible();
  await act(replaced, "Copy a new link");
  const dialog = lab.page.getByRole("dialog", { name: `Link for ${replaced}` });
  const newLink = (await dialog.locator("code").textContent()) ?? "";
  expect(newLink).not.toBe(replacedLink);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(
    lab.page.getByRole("button", { name: `Actions for the invitation for ${replaced}` }),
  ).toBeFocused();

  const guest = await open();
  await guest.goto(newLink);
  await expect(title(guest)).toHaveText("Join “Lab”");
  await expireInvitation(replaced);
  const cases: [string, string, RegExp][] = [
    [newLink, "This invitation has expired", /expired 3 days ago. Ask Olga Owner for a new one/],
    [withdrawnLink, "This invitation was withdrawn", /An admin of “.+” withdrew the invitation/],
    [replacedLink, "This invitation link is not valid", /replaced by a newer one/],
    [newLink.slice(0, -3), "This invitation link is not valid", /The link is incomplete/],
  ];
  for (const [link, heading, words] of cases) {
    await guest.goto(link);
    await expect(title(guest)).toHaveText(heading);
    await expect(guest.getByRole("main")).toContainText(words);
    await expect(guest.getByRole("link", { name: "Sign in" })).toBeVisible();
    await expect(guest.getByRole("textbox")).toHaveCount(0);
  }
  await lab.page.reload();
  const sent = new Date(Date.now() - 10 * 86_400_000).getUTCDate();
  await expect(lab.row(replaced)).toContainText(new RegExp(`Pending since ${sent} \\w{3}.*Expired`));
  await act(replaced, "Copy a new link");
  await guest.goto((await dialog.locator("code").textContent()) ?? "");
  await expect(title(guest)).toHaveText("Join “Lab”");
});

test("an invitation that is withdrawn under somebody’s hands is refused, and what they typed stays", async ({
  steward,
  signIn,
  open,
}) => {
  const lab = await makeLab({ steward, signIn });
  const email = newEmail("partner.example");
  const guest = await open();
  await guest.goto(await lab.invite(email));
  await guest.getByLabel("Your name").fill("Nia New");
  await guest.getByLabel("Password").fill("a password for a guest");
  await lab.page.getByRole("button", { name: `Actions for the invitation for ${email}` }).click();
  await lab.page.getByRole("menuitem", { name: "Withdraw" }).click();
  await lab.page.getByRole("alertdialog").getByRole("button", { name: "Withdraw the invitation" }).click();
  await expect(lab.page.getByRole("alertdialog")).toBeHidden();
  await expect(lab.row(email)).toHaveCount(0);
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest.getByRole("main").getByRole("alert")).toContainText("withdrawn");
  await expect(guest.getByLabel("Your name")).toHaveValue("Nia New");
  await expect(guest.getByLabel("Password")).toHaveValue("a password for a guest");
  await guest.reload();
  await expect(title(guest)).toHaveText("This invitation was withdrawn");
});

test("the same link opened in two browsers lets one in, and tells the other that it was used", async ({
  steward,
  signIn,
  open,
}) => {
  const lab = await makeLab({ steward, signIn });
  const link = await lab.invite(newEmail("partner.example"));
  const guests = [await open(), await open()];
  for (const guest of guests) {
    await guest.goto(link);
    await guest.getByLabel("Your name").fill("Nia New");
    await guest.getByLabel("Password").fill("a password for a guest");
  }
  await Promise.all(
    guests.map((guest) => guest.getByRole("button", { name: "Create account and join" }).click()),
  );
  const inside = guests.map((guest) => guest.getByRole("heading", { name: "Lab", exact: true }));
  const told = guests.map((guest) =>
    guest.getByRole("main").getByRole("alert").filter({ hasText: "This invitation was used" }),
  );
  await expect
    .poll(async () => {
      const seen = await Promise.all([...inside, ...told].map((place) => place.isVisible()));
      return seen.filter(Boolean).length;
    })
    .toBe(2);
  const settled = await Promise.all(inside.map((place) => place.isVisible()));
  expect(settled.filter(Boolean)).toHaveLength(1);
  await lab.page.reload();
  await expect(lab.row("Nia New")).toHaveCount(1);
});
