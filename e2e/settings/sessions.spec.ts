import { makeSession } from "../accounts";
import { expect, test } from "../fixtures";

test("lists where one is signed in, and ends a session that is then out at its next click", async ({
  signIn,
}) => {
  const here = await signIn();
  const there = await signIn({ account: here.account });
  await there.page.goto("/settings/workspace");
  await there.page.getByRole("button", { name: "Create credentials" }).click();
  const dialog = there.page.getByRole("dialog");
  await dialog.getByLabel("Label").fill("Written before it ended");

  await here.page.goto("/settings/profile");
  const sessions = here.page.getByRole("table", { name: "Sessions" });
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await expect(sessions.getByText("This session")).toHaveCount(1);
  await sessions.getByRole("button", { name: "End session: Firefox 140 on Linux" }).click();
  await expect(sessions.getByRole("row")).toHaveCount(2);

  await dialog.getByRole("button", { name: "Create credentials" }).click();
  await expect(dialog.getByRole("alert")).toContainText("You are signed out.");
  await expect(dialog.getByLabel("Label")).toHaveValue("Written before it ended");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await there.page
    .getByRole("navigation", { name: "User settings" })
    .getByRole("link", { name: "Profile" })
    .click();
  await expect(there.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("ends all other sessions after a confirmation that counts them", async ({ signIn, steward }) => {
  const { page, account } = await signIn();
  const others = await Promise.all([1, 2].map(() => makeSession(account, steward)));
  await page.goto("/settings/profile");
  const sessions = page.getByRole("table", { name: "Sessions" });
  await expect(sessions.getByRole("row")).toHaveCount(2 + others.length);
  await page.getByRole("button", { name: "End all other sessions" }).click();
  const dialog = page.getByRole("alertdialog", { name: "End all other sessions?" });
  await expect(dialog).toContainText("2 sessions are signed out immediately");
  await dialog.getByRole("button", { name: "End all other sessions" }).click();
  await expect(dialog).toBeHidden();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("button", { name: "End all other sessions" })).toBeHidden();
});

test("a changed password ends the other sessions and is the one that counts", async ({
  signIn,
  open,
  steward,
}) => {
  const { page, account } = await signIn();
  const other = await signIn({ account });
  await other.page.goto("/settings/workspace");
  const newPassword = "a longer and better one";
  steward.secrets.add(newPassword);

  await page.goto("/settings/profile");
  await page.getByLabel("Current password").fill("not my password");
  await page.getByLabel("New password").fill(newPassword);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(/current password is wrong/);
  await expect(page.getByLabel("New password")).toHaveValue(newPassword);
  await page.getByLabel("Current password").fill(account.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("The password was changed. Other sessions signed out: 1.")).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue("");

  await other.page
    .getByRole("navigation", { name: "User settings" })
    .getByRole("link", { name: "Profile" })
    .click();
  await expect(other.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  const fresh = await open();
  await fresh.goto("/sign-in");
  await fresh.getByLabel("E-mail").fill(account.email);
  await fresh.getByLabel("Password").fill(newPassword);
  await fresh.getByRole("button", { name: "Sign in" }).click();
  await expect(fresh.getByRole("heading", { name: "Workspace", level: 1 })).toBeVisible();
});
