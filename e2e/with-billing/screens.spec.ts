import { db } from "@/db/client";
import { billingInvoices } from "@/db/schema/billing";
import { makeSubscriptionCopy } from "@/db/testing/factories/billing";
import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { expect, test } from "../billing-fixtures";
import { inspect } from "../inspect";

test.use({ contextOptions: { reducedMotion: "reduce" } });

const day = (date: string) => new Date(`${date}T00:00:00Z`);

async function makeLab() {
  const account = await makeAccount("Olga Owner");
  const workspaceId = await makeWorkspace(account, "Laboratory");
  for (const name of ["Mira Member", "João Oliveira"]) await join(workspaceId, await makeAccount(name));
  return { account, workspaceId };
}

test("Free and the wizard", async ({ signIn }, info) => {
  const { page } = await signIn(await makeLab());
  await page.goto("/settings/billing");
  await expect(page.getByRole("table", { name: "Plans" })).toBeVisible();
  await inspect(page, "billing-free", info);
  await page.getByRole("link", { name: "Upgrade now" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("I agree to these terms")).toBeVisible();
  await inspect(page, "billing-terms", info);
});

test("Pro and its invoices", async ({ signIn }, info) => {
  const place = await makeLab();
  const { workspaceId } = place;
  await makeSubscriptionCopy(workspaceId, {
    ...{ status: "past_due", unpaidSince: new Date(), paymentUrl: "https://pay.example/in_2" },
    ...{ otherSubscriptionIds: ["sub_other"], syncedAt: new Date() },
  });
  const invoice = { workspaceId, currency: "usd", totalMinor: 4_500 };
  await db()
    .insert(billingInvoices)
    .values([
      {
        ...{ ...invoice, invoiceId: "in_screens2", number: "STW-0002", status: "open" as const },
        ...{ paidMinor: 0, createdAt: day("2026-11-01"), paidAt: null },
      },
      {
        ...{ ...invoice, invoiceId: "in_screens1", number: "STW-0001", status: "paid" as const },
        ...{ paidMinor: 4_500, createdAt: day("2026-10-01"), paidAt: day("2026-10-01") },
      },
    ]);
  const { page } = await signIn(place);
  await page.goto("/settings/billing");
  await expect(page.getByRole("table", { name: "Charges to date" })).toBeVisible();
  await inspect(page, "billing-pro", info);
  await page.goto("/settings/billing/invoices");
  await expect(page.getByRole("table", { name: "Invoices" })).toBeVisible();
  await inspect(page, "billing-invoices", info);
});
