import { expect, onFree, pay, test, toPayment } from "../billing-fixtures";
import { receive } from "../mail-fixtures";
import type { StripePeer } from "../peers/stripe/stripe-peer";

test("from Free through the wizard and a declined card to Pro, its invoices, and a downgrade that is undone", async ({
  signIn,
  mailServer,
}) => {
  const { page, email } = await onFree(signIn);
  await page.getByRole("link", { name: "View pricing" }).click();
  await expect(page.getByRole("table", { name: "Plans" })).toContainText("120 GB, then $0.10 a GB");
  await page.getByRole("link", { name: "Upgrade now" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("I agree to these terms")).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Agree to the terms" })).toBeVisible();
  await page.goto("/settings/billing");
  await toPayment(page);

  await page.getByLabel("Card that is declined").check();
  await pay(page);
  await expect(page.getByRole("alert")).toContainText("declined");
  await page.getByLabel("Card that works").check();
  await pay(page);
  await expect(page.getByText("The workspace is on Pro.")).toBeVisible();
  await page.getByRole("link", { name: "View the bill" }).click();
  await expect(page.getByRole("heading", { name: "Pro", exact: true })).toBeVisible();
  await expect(page.getByText("Current monthly bill")).toBeVisible();
  await expect(page.getByRole("table", { name: "Charges to date" })).toContainText("$15.00");
  await expect(page.getByText("card ending in 4242").first()).toBeVisible();

  await page.getByRole("link", { name: "My invoices" }).click();
  const invoices = page.getByRole("table", { name: "Invoices" });
  await expect(invoices).toContainText("Paid");
  const link = invoices.getByRole("link", { name: /^Download / });
  const file = await page.request.get((await link.getAttribute("href")) ?? "");
  expect([file.status(), (await file.body()).subarray(0, 5).toString()]).toEqual([200, "%PDF-"]);
  await invoices.getByRole("checkbox").check();
  await page.getByRole("button", { name: "E-mail invoices" }).click();
  await expect(page.getByText(`The invoices are on their way to ${email}.`)).toBeVisible();
  expect((await receive(mailServer, email)).text).toContain("$15.00");

  await page.goto("/settings/billing");
  await page.getByRole("link", { name: "My billing info" }).click();
  const info = page.getByRole("region", { name: "Billing info" });
  await expect(info).toContainText("ending in 4242");
  await info.getByRole("button", { name: "Update payment methods" }).click();
  await expect(page.getByRole("heading", { name: "Payment methods" })).toBeVisible();
  await page.getByRole("link", { name: "Return to Steward" }).click();

  await page.getByRole("button", { name: "Downgrade" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("You can undo this until then.");
  await dialog.getByRole("button", { name: "Downgrade to Free" }).click();
  await expect(page.getByText(/Pro ends on /)).toBeVisible();
  await page.getByRole("button", { name: "Keep Pro" }).click();
  await expect(page.getByText(/Pro ends on /)).toBeHidden();
  await expect(page.getByRole("button", { name: "Downgrade" })).toBeVisible();
});

/** What the return page asks for. */
const looksAtCheckout = ({ calls }: StripePeer) =>
  calls.filter(({ path }) => path.startsWith("/v1/checkout/sessions/cs_")).length;

test("the tab is closed before the return: the webhook alone brings Pro", async ({ signIn, stripe }) => {
  const { page, open } = await onFree(signIn);
  await toPayment(page);
  const looksBefore = looksAtCheckout(stripe);
  await page.route("**/settings/billing/return**", (route) => route.abort());
  await pay(page).catch(() => {});
  await page.close();
  const later = await open();
  await expect(async () => {
    await later.goto("/settings/billing");
    await expect(later.getByRole("heading", { name: "Pro", exact: true })).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(looksAtCheckout(stripe)).toBe(looksBefore);
});

test("a webhook never comes: a sync repairs it", async ({ signIn, stripe }) => {
  const { page, open } = await onFree(signIn);
  await toPayment(page);
  stripe.world.onEvent = () => {};
  try {
    await page.route("**/settings/billing/return**", (route) => route.abort());
    await pay(page).catch(() => {});
    await page.close();
    const later = await open();
    await later.goto("/settings/billing");
    await expect(later.getByRole("heading", { name: "Free" })).toBeVisible();
    await later.getByRole("button", { name: "Sync from Stripe" }).click();
    await expect(later.getByRole("heading", { name: "Pro", exact: true })).toBeVisible();
  } finally {
    stripe.deliverAtOnce();
  }
});

test.describe("while Stripe fails", () => {
  const faults = [
    { name: "away", fault: { kind: "away" } },
    { name: "busy", fault: { kind: "status", status: 429 } },
    { name: "broken", fault: { kind: "status", status: 500 } },
  ] as const;

  test("every page works and says how old its figures are, and buttons fail politely", async ({
    signIn,
    stripe,
  }) => {
    test.slow();
    const { page } = await onFree(signIn);
    await toPayment(page);
    await pay(page);
    await expect(page.getByText("The workspace is on Pro.")).toBeVisible();
    try {
      for (const { name, fault } of faults) {
        stripe.fail(fault);
        await page.goto("/settings/billing");
        await expect(page.getByRole("heading", { name: "Pro", exact: true })).toBeVisible();
        await expect(page.getByText(/Figures of Stripe, /), name).toBeVisible();
        await page.getByRole("button", { name: "Sync from Stripe" }).click();
        await expect(
          page.getByRole("alert").filter({ hasText: /Stripe (did not answer|is busy|has a problem)/ }),
        ).toBeVisible({ timeout: 40_000 });
        await page.goto("/settings/billing/invoices");
        await expect(page.getByRole("table", { name: "Invoices" })).toContainText("$15.00");
      }
    } finally {
      stripe.recover();
    }
    await page.getByRole("button", { name: "Sync from Stripe" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Stripe" })).toHaveCount(0);
  });
});
