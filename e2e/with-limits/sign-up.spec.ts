import { makeAccount } from "@/db/testing/factories/person";
import { expect, test } from "../limit-fixtures";

test("if it is open and no mail is sent, an account is created immediately and is unproven", async ({
  open,
  steward,
}) => {
  const page = await open();
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "E-mail me a sign-in link" })).toHaveCount(0);
  await page.getByRole("link", { name: "Sign up" }).click();
  const taken = await makeAccount();
  const password = "a password of a newcomer";
  steward.secrets.add(password);
  await page.getByLabel("Your name").fill("Nina Newcomer");
  await page.getByLabel("E-mail").fill(taken.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("This e-mail address can’t be used.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await expect(page.getByLabel("Your name")).toHaveValue("Nina Newcomer");
  await page.getByLabel("E-mail").fill(`new.${taken.email}`);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Workspace");
  await page.getByRole("button", { name: "Notifications: none" }).click();
  await expect(page.getByText("appear here once your e-mail address is proven")).toBeVisible();
  await page.getByRole("link", { name: "View your profile" }).click();
  await expect(page.getByText("The operator of this server can prove it")).toBeVisible();
});

test("a lost password is the operator’s to help with where no mail is sent", async ({ open }) => {
  const page = await open();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await expect(page.getByText("npm run users -- reset EMAIL")).toBeVisible();
});
