import type { Page } from "@playwright/test";
import { makeAccount } from "@/db/testing/factories/person";
import { makeResetLink } from "../accounts";
import { expect, test } from "../fixtures";

async function send(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const title = (page: Page) => page.getByRole("heading", { level: 1 });

test("signs in with e-mail and password, and keeps the cookies from scripts and other sites", async ({
  open,
  steward,
}) => {
  const page = await open();
  const [dana] = steward.demo.signIns;
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await send(page, dana?.email ?? "", dana?.password ?? "");
  await expect(title(page)).toHaveText("Workspace");
  await expect(page.getByRole("button", { name: "Dana Kovač: your menu" })).toBeVisible();

  const cookies = await page.context().cookies();
  expect(cookies.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["steward.session", "steward.browser"]),
  );
  for (const cookie of cookies) {
    expect(cookie, cookie.name).toMatchObject({ httpOnly: true, sameSite: "Lax", secure: false, path: "/" });
    steward.secrets.add(cookie.value);
  }
});

test("refuses a wrong password and an unknown account in the same words, and keeps the address", async ({
  open,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 401/);
  const { email, password } = await makeAccount();
  const page = await open();
  const refusals: string[] = [];
  for (const [typed, secret] of [
    [email, `${password}x`],
    [`nobody.${email}`, password],
  ] as const) {
    await page.goto("/sign-in");
    await send(page, typed, secret);
    const refusal = page.getByRole("main").getByRole("alert");
    await expect(refusal).toContainText("wrong");
    await expect(page.getByLabel("E-mail")).toHaveValue(typed);
    await expect(page).toHaveURL(/\/sign-in$/);
    refusals.push((await refusal.textContent()) ?? "");
  }
  expect(refusals[0]).toBe(refusals[1]);
});

test("goes on to the page that was asked for, and to no other site", async ({ open }) => {
  const account = await makeAccount();
  const page = await open();
  for (const [next, landing] of [
    ["/settings/profile", "/settings/profile"],
    ["//evil.example/", "/settings/workspace"],
    ["https://evil.example/", "/settings/workspace"],
    ["/\\evil.example", "/settings/workspace"],
  ] as const) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await send(page, account.email, account.password);
    await page.waitForURL(`**${landing}`);
    expect(new URL(page.url()).hostname).toBe("localhost");
  }
});

test("signs out, and the session is gone for good", async ({ signIn, open }) => {
  const { page, session } = await signIn();
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: /your menu$/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(title(page)).toHaveText("Sign in");

  const again = await open();
  await again.context().addCookies([session.cookie]);
  await again.goto("/settings/profile");
  await expect(title(again)).toHaveText("Sign in");
});

test("somebody who is signed in has no use for the form", async ({ signIn }) => {
  const { page } = await signIn();
  await page.goto("/sign-in");
  await expect(page).toHaveURL(/\/settings\/workspace$/);
});

test("the operator’s link sets a new password once, and ends the sessions there were", async ({
  open,
  signIn,
  steward,
}) => {
  const { page: old, account } = await signIn();
  await old.goto("/settings/profile");
  const link = await makeResetLink(account);
  steward.secrets.add(new URL(link).searchParams.get("token") ?? "");

  const page = await open();
  await page.goto(link);
  await expect(page.getByText(`For ${account.email}.`)).toBeVisible();
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Set new password" }).click();
  await expect(page.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("New password").fill("a new and better one");
  await page.getByRole("button", { name: "Set new password" }).click();
  await expect(title(page)).toHaveText("Workspace");

  await old
    .getByRole("navigation", { name: "User settings" })
    .getByRole("link", { name: "Workspace" })
    .click();
  await expect(title(old)).toHaveText("Sign in");
  await old.goto(link);
  await expect(title(old)).toHaveText("This link doesn’t work");
});

test("no button and no section are shown if no provider is configured", async ({ open, signIn }) => {
  const page = await open();
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Continue with/ })).toBeHidden();
  const { page: own } = await signIn();
  await own.goto("/settings/profile");
  await expect(own.getByRole("heading", { name: "Sessions" })).toBeVisible();
  await expect(own.getByRole("heading", { name: "Identity providers" })).toBeHidden();
});
