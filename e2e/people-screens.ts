import type { Page } from "@playwright/test";
import { makeAccount } from "@/db/testing/factories/person";
import { newId } from "@/lib/server/crypto";
import { expireInvitation } from "./expire-invitation";
import { expect } from "./fixtures";
import { furnish, type Screen, type Stage } from "./screens";

export async function onUsers(stage: Pick<Stage, "steward" | "open" | "signIn">): Promise<Page> {
  const { page } = await furnish(stage);
  await page.goto("/settings/users");
  await expect(page.getByRole("table", { name: "Users" })).toBeVisible();
  return page;
}

/** Sends an invitation from the page that is open, and reads its link from the dialog. */
export async function invite(page: Page, emails: string): Promise<string> {
  await page.getByRole("button", { name: "Invite users" }).first().click();
  const dialog = page.getByRole("dialog", { name: /^Invite users to/ });
  await dialog.getByLabel("E-mail addresses").fill(emails);
  await dialog.getByRole("button", { name: "Add" }).click();
  return (await dialog.locator("code").first().textContent()) ?? "";
}

async function onInvitation(stage: Stage, email: string, page: Page): Promise<Page> {
  await page.goto(await invite(await onUsers(stage), email));
  return page;
}

export const peopleScreens: Record<string, Screen> = {
  users: onUsers,
  "users-pending": async (stage) => {
    const page = await onUsers(stage);
    await invite(page, "somebody.with.a.long.name@a-department.example.com");
    await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("row", { name: /somebody/ })).toBeVisible();
    return page;
  },
  "users-none-found": async (stage) => {
    const page = await onUsers(stage);
    await page.goto("/settings/users?search=nobody-at-all&q=nobody-at-all");
    return page;
  },
  "invite-users": async (stage) => {
    const page = await onUsers(stage);
    await invite(page, "somebody.with.a.long.name@a-department.example.com, nobody");
    return page;
  },
  "make-admin": async (stage) => {
    const page = await onUsers(stage);
    await page.getByRole("button", { name: "Actions for Mira Chen" }).click();
    await page.getByRole("menuitem", { name: "Make an admin" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    return page;
  },
  "remove-user": async (stage) => {
    const page = await onUsers(stage);
    await page.getByRole("button", { name: "Actions for Mira Chen" }).click();
    await page.getByRole("menuitem", { name: "Remove from the workspace" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    return page;
  },
  invitation: async (stage) => onInvitation(stage, "new.person@example.com", await stage.open()),
  "invitation-of-another": async (stage) =>
    onInvitation(stage, "new.person@example.com", (await stage.signIn()).page),
  "invitation-unknown": async ({ open }) => {
    const page = await open();
    await page.goto("/invitations/not-whole");
    return page;
  },
  "invitation-expired": async (stage) => {
    const email = `expired.${newId().slice(0, 8)}@example.com`;
    const link = await invite(await onUsers(stage), email);
    await expireInvitation(email);
    const page = await stage.open();
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This invitation has expired" })).toBeVisible();
    return page;
  },
  "users-expired": async (stage) => {
    const page = await onUsers(stage);
    const email = `somebody.with.a.long.name.${newId().slice(0, 8)}@a-department.example.com`;
    await invite(page, email);
    await expireInvitation(email);
    await page.reload();
    await expect(page.getByText("Expired")).toBeVisible();
    return page;
  },
  notifications: async (stage) => {
    const invited = await makeAccount("Ina Vited");
    await invite(await onUsers(stage), invited.email);
    const { page } = await stage.signIn({ account: invited });
    await page.goto("/settings/profile");
    await page.getByRole("button", { name: "Notifications: 1" }).click();
    await expect(page.getByRole("heading", { name: "Notifications" })).toBeVisible();
    return page;
  },
};
