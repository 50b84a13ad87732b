import type { Page } from "@playwright/test";
import { type Account, makeAccount } from "@/db/testing/factories/person";
import { turnOnSecondFactor } from "@/db/testing/factories/sign-in-means";
import { expect, test } from "../fixtures";
import { inspect } from "../inspect";
import { totpNow } from "../totp";

test.use({ contextOptions: { reducedMotion: "reduce" } });

async function sendPassword(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function sendCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Verify" }).click();
}

test("five wrong codes lead back to the password, and the bell tells the holder", async ({
  open,
  expectedMessages,
}, info) => {
  expectedMessages.push(/status of 401/);
  const account = await makeAccount();
  const secret = await turnOnSecondFactor(account);
  const stranger = await open();
  await stranger.goto("/sign-in");
  await sendPassword(stranger, account);
  for (const code of ["000001", "000002", "000003", "000004"]) {
    await sendCode(stranger, code);
    await expect(stranger.getByRole("main").getByRole("alert")).toContainText("This code is wrong");
    await expect(stranger.getByRole("button", { name: "Verify" })).toBeEnabled();
  }
  await sendCode(stranger, "000005");
  await expect(stranger.getByRole("main").getByRole("alert")).toContainText(
    "You entered 5 wrong codes. Sign in again.",
  );
  await expect(stranger.getByLabel("E-mail")).toHaveValue(account.email);
  await expect(stranger.getByLabel("Password")).toHaveValue("");

  const page = await open();
  await page.goto("/sign-in");
  await sendPassword(page, account);
  await sendCode(page, totpNow(secret));
  await page.getByRole("button", { name: "Notifications: 1" }).click();
  const notice = page.getByRole("listitem").filter({ hasText: "Somebody entered your password" });
  await expect(notice).toContainText(/Last from (?:127\.0\.0\.1|::1), /);
  await expect(notice).toContainText("New");
  await inspect(page, "notifications-of-security", info);
  await notice.getByRole("link", { name: "Sign out other sessions" }).click();
  await expect(page).toHaveURL(/\/settings\/profile#sessions$/);

  await page.getByRole("button", { name: "Notifications: 1" }).click();
  await page.getByRole("button", { name: "Mark as read" }).click();
  await expect(page.getByRole("button", { name: "Notifications: none" })).toBeVisible();
  await expect(notice).toBeVisible();
  await expect(notice.getByText("New", { exact: true })).toHaveCount(0);
});
