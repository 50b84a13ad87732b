import type { BrowserContextOptions, Page } from "@playwright/test";
import { makeAccount } from "@/db/testing/factories/person";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { setUpStripe } from "@/lib/operations/billing/set-up";
import { expect, type SignedIn } from "./fixtures";
import { test as withMail } from "./mail-fixtures";
import { endpointSecret } from "./peers/stripe/routes";
import { StripePeer } from "./peers/stripe/stripe-peer";

/** One Steward for the worker, beside a mail server and a stand-in for Stripe whose events it gets as they happen. */
export const test = withMail.extend<object, { stripe: StripePeer; isSetUp: boolean }>({
  stripe: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const peer = await StripePeer.start();
      Object.assign(process.env, stripeSettings(peer));
      await use(peer);
      await peer.stop();
    },
    { scope: "worker" },
  ],

  stewardSettings: [
    async ({ mailServer, stripe }, use) => {
      const mail = { SMTP_URL: mailServer.url, MAIL_FROM: "Steward <steward@steward.example>" };
      await use({ ...mail, ...stripeSettings(stripe) });
    },
    { scope: "worker" },
  ],

  isSetUp: [
    async ({ steward, stripe }, use) => {
      const outcome = await setUpStripe("usd");
      expect(outcome.ok, `set up for ${steward.url}`).toBe(true);
      stripe.deliverAtOnce();
      await use(true);
    },
    { scope: "worker", auto: true },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  expectedMessages: async ({}, use) => {
    // The stand-in has no icon, and answers a declined card with 402.
    await use([/status of 40[24]/]);
  },
});

function stripeSettings(peer: StripePeer): Record<string, string> {
  return {
    STEWARD_STRIPE_SECRET_KEY: "sk_test_standin",
    STEWARD_STRIPE_WEBHOOK_SECRET: endpointSecret,
    STEWARD_STRIPE_API_URL: peer.url,
  };
}

/** The owner of a new workspace on Free, on its page of usage and billing. */
export async function onFree(
  signIn: (wanted: object) => Promise<SignedIn>,
  browser: BrowserContextOptions = {},
): Promise<{ page: Page; email: string; open: () => Promise<Page> }> {
  const account = await makeAccount("Olga Owner");
  const workspaceId = await makeWorkspace(account, "Lab");
  const { page, context } = await signIn({ account, workspaceId, browser });
  await page.goto("/settings/billing");
  await expect(page.getByRole("heading", { name: "Free" })).toBeVisible();
  return { page, email: account.email, open: () => context.newPage() };
}

/** Through the wizard, to where Stripe asks for the card. */
export async function toPayment(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Upgrade now" }).click();
  await expect(page.getByRole("heading", { name: "Step 1 of 3: Plan" })).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("I agree to these terms").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Step 3 of 3: Seats" })).toBeVisible();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await expect(page.getByRole("heading", { name: "Subscribe to Steward Pro" })).toBeVisible();
}

export async function pay(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Subscribe" }).click();
}

export { expect } from "./fixtures";
