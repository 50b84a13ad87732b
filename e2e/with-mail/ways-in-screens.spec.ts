import type { Page } from "@playwright/test";
import { pool } from "@/db/client";
import { makeAccount } from "@/db/testing/factories/person";
import { inspect } from "../inspect";
import { expect, linkIn, receive, test } from "../mail-fixtures";
import { totpNow } from "../totp";

const longName = "Wilhelmina Featherstonehaugh-Cholmondeley";

async function ask(page: Page, path: string, email: string, button: string): Promise<void> {
  await page.goto(path);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: button }).click();
  await expect(page.getByText(/you will receive an e-mail|Steward sent an e-mail to/)).toBeVisible();
}

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("before one is signed in", async ({ open, mailServer }, info) => {
  const { email } = await makeAccount(longName, { proven: false });
  const page = await open();
  await ask(page, "/sign-in", email, "E-mail me a sign-in link");
  await inspect(page, "sign-in-mailed", info);
  await page.goto(linkIn(await receive(mailServer, email)));
  await inspect(page, "sign-in-link", info);
  await page.goto("/sign-in/link?token=used");
  await inspect(page, "sign-in-link-used", info);
  await ask(page, "/forgot-password", email, "E-mail me a link");
  await inspect(page, "forgot-password", info);
  await page.goto(linkIn(await receive(mailServer, email, 2)));
  await inspect(page, "reset-taking-over", info);
  const newcomer = `new.${email}`;
  await ask(page, "/sign-up", newcomer, "Sign up");
  await inspect(page, "sign-up", info);
  await page.goto(linkIn(await receive(mailServer, newcomer)));
  await inspect(page, "sign-up-finish", info);
});

test("an unproven account without a password", async ({ signIn }, info) => {
  const account = await makeAccount(longName, { proven: false });
  await pool()`update users set password_hash = null where id = ${account.id}`;
  const { page } = await signIn({ account });
  await page.goto("/settings/profile");
  await inspect(page, "profile-unproven", info);
  await page.getByRole("button", { name: "Prove your e-mail address" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await inspect(page, "prove-address", info);
});

test("two-factor authentication", async ({ open, signIn, expectedMessages }, info) => {
  expectedMessages.push(/status of 401/);
  const { page, account } = await signIn({ account: await makeAccount(longName) });
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Turn on" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill(account.password);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByLabel("Code").fill("000000");
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByText("This code is wrong")).toBeVisible();
  await inspect(page, "two-factor-app", info);
  await dialog.getByLabel("Code").fill(totpNow((await dialog.locator("code").textContent()) ?? ""));
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("list", { name: "Recovery codes" })).toBeVisible();
  await inspect(page, "two-factor-codes", info);
  await page.getByRole("button", { name: "I have stored the codes" }).click();
  await expect(page.getByText("10 of 10 recovery codes left")).toBeVisible();
  await inspect(page, "profile-two-factor", info);
  await page.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await inspect(page, "two-factor-off", info);

  const other = await open();
  await other.goto("/sign-in");
  await other.getByLabel("E-mail").fill(account.email);
  await other.getByLabel("Password").fill(account.password);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other.getByLabel("Code")).toBeVisible();
  await inspect(other, "sign-in-code", info);
});
