import { makeAccount, newEmail } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { tokenOf } from "../invitations";
import { pressOn, tabTo } from "../keyboard";
import { expect, linkIn, receive, test } from "../mail-fixtures";

test("invites somebody, who opens the mail, makes an account and joins, both without a mouse", async ({
  steward,
  signIn,
  open,
  mailServer,
}) => {
  const owner = await makeAccount("Olga Owner");
  const lab = await makeWorkspace(owner, "Lab");
  const { page } = await signIn({ account: owner, workspaceId: lab });
  const email = newEmail("partner.example");
  await page.goto("/settings/workspace");
  await pressOn(page, page.getByRole("complementary").getByRole("link", { name: "Users" }));
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
  await pressOn(page, page.getByRole("button", { name: "Invite users" }).first());
  const dialog = page.getByRole("dialog", { name: "Invite users to Lab" });
  await expect(dialog.getByLabel("E-mail addresses")).toBeFocused();
  await page.keyboard.type(email);
  await pressOn(page, dialog.getByRole("button", { name: "Add" }));
  await expect(dialog.getByText("E-mail sent")).toBeVisible();
  await pressOn(page, dialog.getByRole("button", { name: "Done" }));
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Invite users" }).first()).toBeFocused();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Pending since");

  const link = linkIn(await receive(mailServer, email));
  steward.secrets.add(tokenOf(link));
  const guest = await open();
  await guest.goto(link);
  await expect(guest.getByLabel("Your name")).toBeFocused();
  await guest.keyboard.type("Nia New");
  await guest.keyboard.press("Tab");
  await expect(guest.getByLabel("Password")).toBeFocused();
  await guest.keyboard.type("a password for a guest");
  await guest.keyboard.press("Enter");
  await expect(guest.getByRole("heading", { name: "Workspace", level: 1 })).toBeVisible();
  await expect(guest.getByRole("complementary")).toContainText("Lab");
});

test("answers an invitation under the bell without a mouse", async ({ signIn }) => {
  const owner = await makeAccount("Olga Owner");
  const lab = await makeWorkspace(owner, "Lab");
  const guest = await makeAccount("Gus Guest");
  const { page } = await signIn({ account: owner, workspaceId: lab });
  await page.goto("/settings/users");
  await pressOn(page, page.getByRole("button", { name: "Invite users" }).first());
  await page.keyboard.type(guest.email);
  await pressOn(page, page.getByRole("dialog").getByRole("button", { name: "Add" }));
  await expect(page.getByRole("dialog").getByText("E-mail sent")).toBeVisible();

  const { page: own } = await signIn({ account: guest });
  await own.goto("/settings/profile");
  await pressOn(own, own.getByRole("button", { name: "Notifications: 1" }));
  await pressOn(own, own.getByRole("button", { name: "Accept" }));
  await expect(own.getByRole("complementary")).toContainText("Lab");
  await expect(own.getByRole("button", { name: "Notifications: none" })).toBeVisible();
});

test("switches to another workspace and leaves it without a mouse", async ({ signIn }) => {
  const account = await makeAccount("Max Member");
  const lab = await makeWorkspace(await makeAccount("Olga Owner"), "Lab");
  await join(lab, account);
  const { page } = await signIn({ account });
  await page.goto("/settings/workspace");
  const switcher = page.getByRole("complementary").getByRole("button", { name: /Switch workspace/ });
  await pressOn(page, switcher);
  await expect(page.getByRole("menuitemradio", { name: "Max Member’s workspace" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitemradio", { name: "Lab" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(switcher).toContainText("Lab");
  await expect(page.getByRole("heading", { name: "Lab", exact: true })).toBeVisible();

  const leave = page.getByRole("button", { name: "Leave" });
  await pressOn(page, leave);
  const dialog = page.getByRole("alertdialog", { name: "Leave “Lab”?" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(leave).toBeFocused();
  await page.keyboard.press("Enter");
  await pressOn(page, dialog.getByRole("button", { name: "Leave “Lab”" }));
  await expect(page.getByRole("heading", { name: "Max Member’s workspace" })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Create credentials" }));
});

test("closes with Escape what is open, although a message came after it", async ({ signIn }) => {
  const account = await makeAccount("Max Member");
  const lab = await makeWorkspace(await makeAccount("Olga Owner"), "Lab");
  await join(lab, account);
  const { page } = await signIn({ account });
  await page.goto("/settings/workspace");
  let showMessages = () => {};
  const opened = new Promise<void>((resolve) => {
    showMessages = resolve;
  });
  await page.getByRole("button", { name: /Switch workspace/ }).click();
  await page.route(/\.js$/, async (route) => {
    await opened;
    await route.continue();
  });
  await page.getByRole("menuitemradio", { name: "Lab" }).click();
  await expect(page.getByRole("heading", { name: "Lab", exact: true })).toBeVisible();

  const leave = page.getByRole("button", { name: "Leave" });
  await leave.press("Enter");
  const dialog = page.getByRole("alertdialog", { name: "Leave “Lab”?" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  showMessages();
  await expect(page.getByText("“Lab” is now your active workspace.", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(leave).toBeFocused();
});

test("switches by the panel of another workspace without a mouse", async ({ signIn }) => {
  const account = await makeAccount();
  await makeWorkspace(account, "Lab");
  const { page } = await signIn({ account });
  await page.goto("/settings/workspace");
  await pressOn(page, page.getByRole("button", { name: "Switch to workspace" }));
  await expect(page.getByRole("complementary")).toContainText("You own it");
  await expect(page.getByRole("complementary")).toContainText("Lab");
});
