import type { Page } from "@playwright/test";
import { pool } from "@/db/client";
import { type Account, makeAccount } from "@/db/testing/factories/person";
import { makeCredentials } from "../accounts";
import { expect, linkIn, receive, test } from "../mail-fixtures";
import type { SmtpPeer } from "../peers/smtp";
import { totpNow } from "../totp";
import { basic, drawToken } from "../wire-client";

const title = (page: Page) => page.getByRole("heading", { level: 1 });
const alertIn = (page: Page) => page.getByRole("main").getByRole("alert");

async function askForLink(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
  await expect(page.getByText(`If ${email} has an account`)).toBeVisible();
}

async function signInBy(page: Page, { email, password }: Account): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function mailedLink(mailServer: SmtpPeer, email: string, nth = 1): Promise<string> {
  return linkIn(await receive(mailServer, email, nth));
}

test.describe("a mailed sign-in link", () => {
  test("signs in by its button, once, and leads on to the page that was asked for", async ({
    open,
    mailServer,
    expectedMessages,
  }) => {
    expectedMessages.push(/status of 40[01]/);
    const account = await makeAccount();
    const page = await open();
    await page.goto("/settings/profile");
    await askForLink(page, account.email);
    const link = await mailedLink(mailServer, account.email);

    // What a scanner of mails does spends nothing.
    for (const request of [page.request.get(link), page.request.head(link)]) {
      expect((await request).status()).toBe(200);
    }
    const other = await open();
    await other.goto(link);
    await expect(other.getByText(`As ${account.email}.`)).toBeVisible();
    await other.goto("/settings/profile");
    await expect(title(other)).toHaveText("Sign in");

    await page.goto(link);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(title(page)).toHaveText("Profile");
    await expect(page.getByRole("table", { name: "Sessions" })).toContainText("E-mail link");

    await other.goto(link);
    await expect(title(other)).toHaveText("This link doesn’t work");
    await other.getByRole("link", { name: "Go to sign-in" }).click();
    await expect(title(other)).toHaveText("Sign in");
  });

  test("is answered alike for an address without an account, and a wrong one is refused at its field", async ({
    open,
    mailServer,
  }) => {
    const page = await open();
    await page.goto("/sign-in");
    const nobody = `nobody.${(await makeAccount()).email}`;
    await askForLink(page, nobody);
    await page.getByLabel("E-mail").fill("not an address");
    await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
    await expect(page.getByText("This is not an e-mail address.")).toBeVisible();
    await expect(page.getByLabel("E-mail")).toHaveValue("not an address");
    const somebody = await makeAccount();
    await askForLink(page, somebody.email);
    await mailedLink(mailServer, somebody.email);
    expect(mailServer.to(nobody)).toEqual([]);
  });
});

test("a forgotten password is replaced through a mail, and all sessions end", async ({
  open,
  signIn,
  steward,
  mailServer,
}) => {
  const { page: elsewhere, account } = await signIn();
  await elsewhere.goto("/settings/workspace");
  const page = await open();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await expect(title(page)).toHaveText("Forgot your password?");
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByRole("button", { name: "E-mail me a link" }).click();
  await expect(page.getByText("you will receive an e-mail with a link")).toBeVisible();

  await page.goto(await mailedLink(mailServer, account.email));
  await expect(page.getByText(`For ${account.email}`)).toBeVisible();
  const chosen = `${account.password} anew`;
  steward.secrets.add(chosen);
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Set new password" }).click();
  await expect(page.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("New password").fill(chosen);
  await page.getByRole("button", { name: "Set new password" }).click();
  await expect(title(page)).toHaveText("Workspace");

  await elsewhere.getByRole("link", { name: "Profile" }).click();
  await expect(title(elsewhere)).toHaveText("Sign in");
});

test.describe("an account that never proved its address", () => {
  test("goes to the person who reads its mail, and its creator loses all access", async ({
    open,
    signIn,
    steward,
    mailServer,
    expectedMessages,
  }) => {
    expectedMessages.push(/status of 401/);
    const account = await makeAccount("Squatter", { proven: false });
    const { page: squatter } = await signIn({ account });
    await squatter.goto("/settings/workspace");
    const credentials = await makeCredentials({ account }, "Squatter’s");
    await drawToken(steward.url, credentials);

    const holder = await open();
    await holder.goto("/sign-in");
    await askForLink(holder, account.email);
    await holder.goto(await mailedLink(mailServer, account.email));
    await expect(holder.getByText("nobody has proven that it is theirs")).toBeVisible();
    await holder.getByRole("button", { name: "Sign in" }).click();
    await expect(title(holder)).toHaveText("Workspace");

    await squatter.getByRole("link", { name: "Profile" }).click();
    await expect(title(squatter)).toHaveText("Sign in");
    await signInBy(squatter, account);
    await expect(alertIn(squatter)).toContainText("wrong");
    const dead = await holder.request.post(`${steward.url}/api/auth.login`, {
      headers: { authorization: basic(credentials) },
    });
    expect(dead.status()).toBe(401);

    await holder.goto("/settings/profile");
    await expect(holder.getByText("Proven", { exact: true })).toBeVisible();
    const chosen = `${account.password} of the holder`;
    steward.secrets.add(chosen);
    const section = holder.getByRole("region", { name: "Password", exact: true });
    await section.getByLabel("New password").fill(chosen);
    await section.getByRole("button", { name: "Set password" }).click();
    await expect(section.getByRole("button", { name: "Change password" })).toBeVisible();
    const again = await open();
    await signInBy(again, { ...account, password: chosen });
    await expect(title(again)).toHaveText("Workspace");
  });

  test("is proven from its profile, which says what that ends", async ({ signIn, steward, mailServer }) => {
    const account = await makeAccount("Una Proven", { proven: false });
    const { page } = await signIn({ account });
    await page.goto("/settings/profile");
    await page.getByRole("button", { name: "Prove your e-mail address" }).click();
    const dialog = page.getByRole("alertdialog", { name: `Prove that ${account.email} is yours?` });
    await expect(dialog).toContainText("your API credentials are revoked");
    await dialog.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByText(`Steward sent an e-mail to ${account.email}`)).toBeVisible();

    await page.goto(await mailedLink(mailServer, account.email));
    const chosen = `${account.password} proven`;
    steward.secrets.add(chosen);
    await page.getByLabel("New password").fill(chosen);
    await page.getByRole("button", { name: "Set new password" }).click();
    await expect(title(page)).toHaveText("Workspace");
    await page.goto("/settings/profile");
    await expect(page.getByText("Proven", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Prove your e-mail address" })).toHaveCount(0);
  });
});

test.describe("signing up, where it is open, with mail", () => {
  test("takes an address, a mail, a name and a password", async ({ open, steward, mailServer }) => {
    const page = await open();
    await page.goto("/sign-in");
    await page.getByRole("link", { name: "Sign up" }).click();
    await expect(title(page)).toHaveText("Sign up");
    const email = `newcomer.${Date.now()}@example.com`;
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Sign up" }).click();
    await expect(page.getByText(`Steward sent an e-mail to ${email}`)).toBeVisible();

    const link = await mailedLink(mailServer, email);
    await page.goto(link);
    const password = "a password of a newcomer";
    steward.secrets.add(password);
    await page.getByLabel("Your name").fill("Nina Newcomer");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(title(page)).toHaveText("Workspace");
    await page.goto("/settings/profile");
    await expect(page.getByText("Proven", { exact: true })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Nina Newcomer’s workspace");
    await page.goto(link);
    await expect(title(page)).toHaveText("This link doesn’t work");
  });
});

/** Everything by keys alone, from the button that opens the dialog to the one that closes it. */
async function turnOnByKeyboard(page: Page, { password }: Account) {
  await page.goto("/settings/profile");
  const section = page.getByRole("region", { name: "Two-factor authentication" });
  await section.getByRole("button", { name: "Turn on" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Current password")).toBeFocused();
  await page.keyboard.type("not the password");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("The current password is wrong.")).toBeVisible();
  await expect(dialog.getByLabel("Current password")).toBeFocused();
  await expect(dialog.getByRole("button", { name: "Continue" })).toBeEnabled();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("Code")).toBeFocused();
  const secret = ((await dialog.locator("code").textContent()) ?? "").replace(/\s/g, "");
  await expect(dialog.getByRole("img", { name: "The key as a QR code" })).toBeVisible();
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This code is wrong")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Turn on" })).toBeEnabled();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(totpNow(secret));
  await page.keyboard.press("Enter");
  const on = page.getByRole("dialog", { name: "Two-factor authentication is on" });
  await expect(on).toBeVisible();
  await expect(on.getByRole("listitem")).toHaveCount(10);
  const codes = await on.getByRole("listitem").allTextContents();
  await page.keyboard.press("Escape");
  await expect(on).toBeVisible();
  await on.getByRole("button", { name: "I have stored the codes" }).focus();
  await page.keyboard.press("Enter");
  await expect(section).toContainText("10 of 10 recovery codes left");
  return { secret, codes, section };
}

test.describe("with two-factor authentication", () => {
  test.beforeEach(({ expectedMessages }) => {
    expectedMessages.push(/status of 401/);
  });

  test("turned on by keyboard, the code is asked for after password, mailed link and reset", async ({
    open,
    signIn,
    steward,
    mailServer,
  }) => {
    const { page: first, account } = await signIn();
    const { secret, codes } = await turnOnByKeyboard(first, account);
    for (const text of [secret, ...codes]) steward.secrets.add(text);

    const page = await open();
    await signInBy(page, account);
    await expect(page.getByLabel("Code")).toBeFocused();
    await page.keyboard.type("000 000");
    await page.keyboard.press("Enter");
    await expect(alertIn(page)).toContainText("This code is wrong");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(totpNow(secret, 30_000));
    await page.keyboard.press("Enter");
    await expect(title(page)).toHaveText("Workspace");

    const byMail = await open();
    await byMail.goto("/sign-in");
    await askForLink(byMail, account.email);
    await byMail.goto(await mailedLink(mailServer, account.email));
    await byMail.getByRole("button", { name: "Sign in" }).click();
    await expect(byMail.getByLabel("Code")).toBeFocused();
    await byMail.goto("/settings/workspace");
    await expect(title(byMail)).toHaveText("Sign in");
    await askForLink(byMail, account.email);
    await byMail.goto(await mailedLink(mailServer, account.email, 2));
    await byMail.getByRole("button", { name: "Sign in" }).click();
    await byMail.getByLabel("Code").fill(codes[0] ?? "");
    await byMail.getByRole("button", { name: "Verify" }).click();
    await expect(title(byMail)).toHaveText("Workspace");

    const reset = await open();
    await reset.goto("/forgot-password");
    await reset.getByLabel("E-mail").fill(account.email);
    await reset.getByRole("button", { name: "E-mail me a link" }).click();
    await reset.goto(await mailedLink(mailServer, account.email, 3));
    const chosen = `${account.password} reset`;
    steward.secrets.add(chosen);
    await reset.getByLabel("New password").fill(chosen);
    await reset.getByRole("button", { name: "Set new password" }).click();
    await expect(reset.getByText("The new password is set.")).toBeVisible();
    await reset.getByLabel("Code").fill(codes[0] ?? "");
    await reset.getByRole("button", { name: "Verify" }).click();
    await expect(alertIn(reset)).toContainText("already used");
    await reset.getByLabel("Code").fill((codes[1] ?? "").toUpperCase());
    await reset.getByRole("button", { name: "Verify" }).click();
    await expect(title(reset)).toHaveText("Workspace");
    await reset.goto("/settings/profile");
    await expect(reset.getByText("8 of 10 recovery codes left")).toBeVisible();
  });

  test("new codes are created, and one of them turns it off", async ({ open, signIn, steward }) => {
    const { page, account } = await signIn();
    const { secret, codes, section } = await turnOnByKeyboard(page, account);
    for (const text of [secret, ...codes]) steward.secrets.add(text);

    await section.getByRole("button", { name: "New recovery codes" }).click();
    await page
      .getByRole("dialog")
      .getByLabel("Code")
      .fill(codes[9] ?? "");
    await page.getByRole("button", { name: "Create new codes" }).click();
    const shown = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
    await expect(shown).toHaveCount(10);
    const anew = await shown.allTextContents();
    for (const code of anew) steward.secrets.add(code);
    expect(anew.filter((code) => codes.includes(code))).toEqual([]);
    await page.getByRole("button", { name: "I have stored the codes" }).click();

    await section.getByRole("button", { name: "Turn off" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Code").fill(codes[1] ?? "");
    await dialog.getByRole("button", { name: "Turn off" }).click();
    await expect(dialog.getByText("This code is wrong")).toBeVisible();
    await expect(dialog.getByLabel("Code")).toHaveValue(codes[1] ?? "");
    await dialog.getByLabel("Code").fill(anew[0] ?? "");
    await dialog.getByRole("button", { name: "Turn off" }).click();
    await expect(section.getByRole("button", { name: "Turn on" })).toBeVisible();

    const again = await open();
    await signInBy(again, account);
    await expect(title(again)).toHaveText("Workspace");
  });

  test("one can go back from the code and sign in as somebody else", async ({ open, signIn, steward }) => {
    const { page: first, account } = await signIn();
    const { secret, codes } = await turnOnByKeyboard(first, account);
    for (const text of [secret, ...codes]) steward.secrets.add(text);
    const other = await makeAccount();
    const page = await open();
    await signInBy(page, account);
    await page.getByRole("button", { name: "Sign in another way" }).click();
    await signInBy(page, other);
    await expect(title(page)).toHaveText("Workspace");
  });
});

test("an account without a password sets its first one only right after a sign-in", async ({
  signIn,
  steward,
}) => {
  const { page, account, session } = await signIn();
  await pool()`update users set password_hash = null where id = ${account.id}`;
  await pool()`update sessions set created_at = now() - interval '16 minutes' where id = ${session.id}`;
  await page.goto("/settings/profile");
  const section = page.getByRole("region", { name: "Password", exact: true });
  await expect(section).toContainText("You have no password");
  const chosen = `${account.password} chosen`;
  steward.secrets.add(chosen);
  await section.getByLabel("New password").fill(chosen);
  await section.getByRole("button", { name: "Set password" }).click();
  await expect(section.getByRole("alert")).toContainText(
    "For this change, you must have signed in within the last 15 minutes.",
  );
  await expect(section.getByLabel("New password")).toHaveValue(chosen);
  await pool()`update sessions set created_at = now() where id = ${session.id}`;
  await section.getByRole("button", { name: "Set password" }).click();
  await expect(section.getByRole("button", { name: "Change password" })).toBeVisible();
});
