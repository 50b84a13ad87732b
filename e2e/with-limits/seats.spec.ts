import { makeAccount, newEmail } from "@/db/testing/factories/person";
import { join } from "@/db/testing/factories/workspace";
import { inspect } from "../inspect";
import { makeLab } from "../invitations";
import { expect, test } from "../limit-fixtures";

test("seats are counted where one sees people, and an address beyond them is told so", async ({
  steward,
  signIn,
}) => {
  const lab = await makeLab({ steward, signIn });
  await expect(lab.page.getByText("1 / 3 users in Lab").first()).toBeVisible();
  const emails = [newEmail("partner.example"), newEmail("partner.example"), newEmail("partner.example")];
  await lab.page.getByRole("button", { name: "Invite users" }).first().click();
  const dialog = lab.page.getByRole("dialog", { name: "Invite users to Lab" });
  await dialog.getByLabel("E-mail addresses").fill(emails.join("\n"));
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.locator("code")).toHaveCount(2);
  await expect(dialog.getByText(`${emails[2]}: no free seat`)).toBeVisible();
  await expect(dialog.getByLabel("More e-mail addresses")).toHaveValue(emails[2] ?? "");
  await dialog.getByRole("button", { name: "Done" }).click();

  await lab.page.goto("/settings/workspace");
  const main = lab.page.getByRole("main");
  await expect(main).toContainText("Workspace has 1 of 3 users");
  const faces = main.getByRole("img", { name: "1 of 3 users" });
  await expect(faces.locator(".avatar-empty")).toHaveCount(2);
  await join(lab.workspaceId, await makeAccount("Max Member"));
  await join(lab.workspaceId, await makeAccount("Mia Member"));
  await lab.page.reload();
  await expect(main).toContainText("Workspace has 3 of 3 users");
  await expect(main.locator(".avatar-empty")).toHaveCount(0);
});

test("of two who join for the last seat at the same time one gets it, and the other joins when there is room", async ({
  steward,
  signIn,
  open,
}) => {
  const lab = await makeLab({ steward, signIn });
  const known = await signIn({ name: "Gus Guest" });
  const knownLink = await lab.invite(known.account.email);
  const newLink = await lab.invite(newEmail("partner.example"));
  const member = await makeAccount("Max Member");
  await join(lab.workspaceId, member);
  const fresh = await open();
  await known.page.goto(knownLink);
  await fresh.goto(newLink);
  await fresh.getByLabel("Your name").fill("Nia New");
  await fresh.getByLabel("Password").fill("a password for a guest");

  const guests = [
    { page: known.page, button: known.page.getByRole("button", { name: "Join Lab" }) },
    { page: fresh, button: fresh.getByRole("button", { name: "Create account and join" }) },
  ];
  await Promise.all(guests.map(({ button }) => button.click()));
  const inside = guests.map(({ page }) => page.getByRole("heading", { name: "Workspace", level: 1 }));
  const told = guests.map(({ page }) =>
    page.getByRole("main").getByRole("alert").filter({ hasText: "This workspace has no free seats." }),
  );
  const shown = async (places: typeof inside) =>
    (await Promise.all(places.map((place) => place.isVisible()))).filter(Boolean).length;
  await expect.poll(async () => [await shown(inside), await shown(told)]).toEqual([1, 1]);
  await lab.page.reload();
  await expect(lab.page.getByText("3 / 3 users in Lab").first()).toBeVisible();

  const late = (await told[0]?.isVisible()) ? 0 : 1;
  await lab.page.getByRole("button", { name: "Actions for Max Member" }).click();
  await lab.page.getByRole("menuitem", { name: "Remove from the workspace" }).click();
  await lab.page.getByRole("alertdialog").getByRole("button", { name: "Remove Max Member" }).click();
  await expect(lab.page.getByRole("alertdialog")).toBeHidden();
  await expect(lab.row("Max Member")).toHaveCount(0);
  await guests[late]?.button.click();
  await expect.poll(() => inside[late]?.isVisible()).toBe(true);
  await lab.page.reload();
  await expect(lab.page.getByText("3 / 3 users in Lab").first()).toBeVisible();
});

test("a full workspace refuses under the bell too, and says why", async ({ steward, signIn }) => {
  const lab = await makeLab({ steward, signIn });
  const { page, account } = await signIn({ name: "Gus Guest" });
  await lab.invite(account.email);
  for (const name of ["Max Member", "Mia Member"]) await join(lab.workspaceId, await makeAccount(name));
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Notifications: 1" }).click();
  const notice = page.getByRole("listitem").filter({ hasText: "invited you to Lab" });
  await notice.getByRole("button", { name: "Accept" }).click();
  await expect(notice.getByRole("alert")).toContainText("This workspace has no free seats.");
  await expect(page.getByRole("button", { name: "Notifications: 1" })).toBeVisible();
});

test.describe("seats", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("are shown with those that nobody has taken", async ({ steward, signIn }, info) => {
    const lab = await makeLab({ steward, signIn });
    await join(lab.workspaceId, await makeAccount("Max Member"));
    await lab.page.goto("/settings/workspace");
    await expect(lab.page.getByRole("main")).toContainText("Workspace has 2 of 3 users");
    await inspect(lab.page, "workspace-seats", info);
  });
});
