import type { Locator } from "@playwright/test";
import { subscribe } from "@/db/testing/factories/billing";
import { makeAccount } from "@/db/testing/factories/person";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { expect, onFree, pay, test, toPayment } from "../billing-fixtures";
import { receive } from "../mail-fixtures";

/** What Stripe told is worked on a moment later. */
async function reloadUntil(shown: Locator): Promise<void> {
  await expect(async () => {
    await shown.page().goto("/settings/billing");
    await expect(shown).toBeVisible({ timeout: 500 });
  }).toPass();
}

/** An owner on the page of a workspace on Pro. */
async function onPro(
  people: number,
  { signIn, stripe }: Pick<Parameters<Parameters<typeof test>[2]>[0], "signIn" | "stripe">,
) {
  const account = await makeAccount("Olga Owner");
  const workspaceId = await makeWorkspace(account, "Lab");
  for (let at = 1; at < people; at += 1) await join(workspaceId, await makeAccount());
  const subscription = await subscribe(
    stripe,
    actingAs("billing.manage", { ...account, sessionId: await makeSession(account) }, { workspaceId }),
  );
  const { page } = await signIn({ account, workspaceId });
  await page.goto("/settings/billing");
  return { page, subscription };
}

test("a downgrade is refused with what is over, and a paused subscription keeps everything until it is resumed", async ({
  signIn,
  stripe,
}) => {
  const { page, subscription } = await onPro(4, { signIn, stripe });
  await page.getByRole("button", { name: "Downgrade" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The workspace has 4 users, and Free has 3 seats. Remove 1.");
  await dialog.getByRole("button", { name: "Close" }).first().click();

  stripe.world.setStatus(subscription, "paused");
  await reloadUntil(page.getByText("Pro is paused."));
  await page.goto("/settings/groups");
  await page.getByRole("button", { name: "Add group" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Vision");
  await page.getByRole("dialog").getByRole("button", { name: "Add group" }).click();
  await expect(page.getByRole("dialog")).toContainText("The subscription of this workspace is paused");
  await page.goto("/projects");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Vision");
  await page.getByRole("dialog").getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("dialog")).toContainText("The subscription of this workspace is paused");
  await page.goto("/settings/billing");
  await page.getByRole("button", { name: "Resume Pro" }).click();
  await expect(page.getByText("Pro is paused.")).toBeHidden();
  expect(stripe.world.subscription(subscription).status).toBe("active");
});

test("a first payment that the bank asks about brings Pro once its invoice is paid", async ({ signIn }) => {
  const { page } = await onFree(signIn);
  await toPayment(page);
  await page.getByLabel("Card whose bank asks").check();
  await pay(page);
  await expect(page.getByText("Your payment is being confirmed.")).toBeVisible();
  await reloadUntil(page.getByText("Your first payment is not confirmed."));
  await expect(page.getByRole("heading", { name: "Free" })).toBeVisible();
  await page.getByRole("link", { name: "Pay the invoice" }).click();
  await page.getByRole("button", { name: "Pay" }).click();
  await reloadUntil(page.getByRole("heading", { name: "Pro", exact: true }));
});

test("while Stripe is slow, each page answers at once, and a button gives up", async ({ signIn, stripe }) => {
  test.slow();
  const { page } = await onPro(1, { signIn, stripe });
  stripe.fail({ kind: "slow", ms: 9_000 });
  try {
    for (const path of ["/invoices", "/upgrade", ""]) {
      await page.goto(`/settings/billing${path}`, { timeout: 5_000 });
    }
    await expect(page.getByText(/Figures of Stripe, /)).toBeVisible();
    await page.getByRole("button", { name: "Sync from Stripe" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Stripe did not answer" })).toBeVisible({
      timeout: 40_000,
    });
  } finally {
    stripe.recover();
  }
});

test("without scripts, from Free to Pro, to a downgrade, and back", async ({ signIn, mailServer }) => {
  const { page, email } = await onFree(signIn, { javaScriptEnabled: false });
  await page.getByRole("link", { name: "Upgrade now" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Agree to the terms to continue.")).toBeVisible();
  await page.getByLabel("I agree to these terms").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.getByRole("link", { name: "Continue to Stripe" }).click();
  await pay(page);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText("The workspace is on Pro.")).toBeVisible();
  await page.getByRole("link", { name: "View the bill" }).click();
  await page.getByRole("button", { name: "Sync from Stripe" }).click();
  await expect(page.getByRole("table", { name: "Charges to date" })).toContainText("$15.00");
  await page.getByRole("button", { name: "Update payment methods" }).click();
  await page.getByRole("link", { name: "Continue to Stripe" }).click();
  await page.getByRole("link", { name: "Return to Steward" }).click();
  await page.getByRole("button", { name: "Update address" }).click();
  await expect(page.getByRole("link", { name: "Continue to Stripe" })).toBeVisible();
  await page.getByRole("link", { name: "My invoices" }).click();
  await page.getByRole("button", { name: "E-mail invoices" }).click();
  await expect(page.getByText("Select an invoice.")).toBeVisible();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "E-mail invoices" }).click();
  await expect(page.getByText(`The invoices are on their way to ${email}.`)).toBeVisible();
  expect((await receive(mailServer, email)).text).toContain("$15.00");
  await page.getByRole("link", { name: "Usage & billing" }).last().click();
  await page.getByRole("button", { name: "Downgrade to Free at the end of the period" }).click();
  await expect(page.getByText(/Pro ends on /)).toBeVisible();
  await page.getByRole("button", { name: "Keep Pro" }).click();
  await expect(page.getByText(/Pro ends on /)).toBeHidden();
});
