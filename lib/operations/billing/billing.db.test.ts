import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findBillingAccount, listBillingInvoices } from "@/db/reads/billing";
import { billingCheckouts } from "@/db/schema/billing";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { beginUpgrade, openStripe, subscribe } from "@/db/testing/factories/billing";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeTeam } from "@/db/testing/factories/workspace";
import { ensureInstallation } from "@/db/writes/installation";
import type { StripePeer } from "@/e2e/peers/stripe/stripe-peer";
import { declinedCard } from "@/e2e/peers/stripe/subscriptions";
import { readOnlySentence } from "@/lib/core/billing/limits";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { resultOf } from "@/lib/entry/samples";
import { newToken } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { removeAccount } from "../account/administration";
import { createCredentials, revokeCredentials } from "../credentials/credentials";
import { renameWorkspace } from "../workspace/workspaces";
import { emailInvoices, findInvoicePdf } from "./invoices";
import { findBilling } from "./overview";
import { downgrade, resumeSubscription, undoDowngrade } from "./plan-changes";
import { openPortal } from "./portal";
import { setUpStripe } from "./set-up";
import { syncFromStripe } from "./sync";
import { confirmUpgrade, startUpgrade } from "./upgrade";

openTestDatabase();

const { peer: stripe } = openStripe();

let peer: StripePeer;
let team: Awaited<ReturnType<typeof makeTeam>>;
let workspaceId: WorkspaceId;
let payer: Parameters<typeof startUpgrade>[0];

beforeEach(async () => {
  peer = stripe();
  peer.recover();
  team = await makeTeam();
  workspaceId = team.workspaceId;
  payer = actingAs("billing.manage", team.owner, { workspaceId });
});

const entitlementNow = async () => (await findBilling(payer))?.entitlement;
const planNow = async () => (await entitlementNow())?.plan;
const upgrade = (as = payer) => subscribe(peer, as);

describe("the account", () => {
  test("is set up once, whatever is there already", async () => {
    const before = peer.world.prices.size;
    const formulas = [...peer.world.meters.values()].map((meter) => [
      meter.event_name,
      meter.default_aggregation.formula,
    ]);
    expect(formulas).toEqual([
      ["steward_artifacts_gb", "last"],
      ["steward_metrics_mb", "last"],
      ["steward_api_calls", "sum"],
    ]);
    const { steps, webhookSecret } = resultOf(await setUpStripe("usd"));
    expect(steps.map(({ wasMade }) => wasMade)).not.toContain(true);
    expect(webhookSecret).toBeNull();
    expect(peer.world.prices.size).toBe(before);
  });

  test("gets another price, and keeps the old one, where the currency changes", async () => {
    const seats = () => [...peer.world.prices.values()].filter(({ nickname }) => nickname === "Seat");
    resultOf(await setUpStripe("eur"));
    expect(seats().map(({ currency, lookup_key }) => [currency, lookup_key])).toEqual([
      ["usd", null],
      ["eur", "steward_pro_seat"],
    ]);
    resultOf(await setUpStripe("usd"));
  });
});

describe("an upgrade", () => {
  test("leads to Pro once it is paid, with a seat for each person", async () => {
    expect(await planNow()).toBe("free");
    const id = await upgrade();
    expect(await planNow()).toBe("pro");
    const pages = [...peer.world.checkouts.values()].filter(({ subscription }) => subscription === id);
    expect(pages).toMatchObject([{ client_reference_id: workspaceId }]);
    expect(peer.world.subscription(id).metadata).toEqual({ workspace_id: workspaceId });
    expect(await findBillingAccount(workspaceId)).toMatchObject({
      ...{ subscriptionId: id, status: "active", seats: 2, currency: "usd", card: { last4: "4242" } },
      nextCharge: {
        ...{ totalMinor: 3_000, currency: "usd" },
        lines: [{ item: "seats" }, { item: "artifacts" }, { item: "metrics" }, { item: "calls" }],
        prices: {
          seats: { includedUnits: 0, minorPerUnit: "1500" },
          artifacts: { includedUnits: 120, minorPerUnit: "10" },
          metrics: { includedUnits: 1_200, minorPerUnit: "1" },
          calls: { includedUnits: 1_200_000, minorPerUnit: "0.001" },
        },
      },
    });
    expect(await listBillingInvoices(workspaceId)).toMatchObject([{ totalMinor: 3_000, status: "paid" }]);
  });

  test("is not paid by coming back, nor with a card that is declined", async () => {
    const session = await beginUpgrade(payer);
    expect(() => peer.world.pay(session, declinedCard)).toThrow("declined");
    expect(resultOf(await confirmUpgrade(payer, session))).toMatchObject({ state: "open" });
    expect(await planNow()).toBe("free");
  });

  test("goes on where it was left, and begins anew where people came or the page expired", async () => {
    const first = await beginUpgrade(payer);
    expect(await beginUpgrade(payer)).toBe(first);
    await join(workspaceId, await makePerson());
    const second = await beginUpgrade(payer);
    expect(second).not.toBe(first);
    expect(peer.world.checkout(first).status).toBe("expired");
    peer.world.advance(86_401);
    expect(await beginUpgrade(payer)).not.toBe(second);
  });

  test("that two begin at once makes one customer, one page and one subscription", async () => {
    const sessions = new Set(await Promise.all([1, 2, 3, 4].map(() => beginUpgrade(payer))));
    expect(sessions.size).toBe(1);
    const ours = () =>
      [...peer.world.customers.values()].filter((each) => each.metadata.workspace_id === workspaceId);
    expect(ours()).toHaveLength(1);
    peer.world.pay([...sessions][0] ?? "");
    expect(await startUpgrade(payer)).toMatchObject({
      refusal: { message: "This workspace has a subscription already." },
    });
    expect(peer.world.subscriptionsOf(ours()[0]?.id ?? "")).toHaveLength(1);
    expect(await planNow()).toBe("pro");
  });

  test.each([
    ["the customer", /\/customers$/],
    ["the page", /\/checkout\/sessions$/],
  ])("that failed at %s with an error of Stripe goes through at the next attempt", async (_, path) => {
    peer.fail({ kind: "status", status: 500 }, { path });
    expect(await startUpgrade(payer)).toMatchObject({ ok: false });
    peer.recover();
    await upgrade();
    expect(await planNow()).toBe("pro");
  });

  test("whose answer was lost makes no second customer and no second page", async () => {
    peer.fail({ kind: "lost" }, { path: /\/(customers|sessions)$/ });
    expect(await startUpgrade(payer)).toMatchObject({ ok: false });
    peer.recover();
    await upgrade();
    const customers = [...peer.world.customers.values()];
    const ours = customers.filter((each) => each.metadata.workspace_id === workspaceId);
    expect(ours).toHaveLength(1);
    const pages = [...peer.world.checkouts.values()].filter(({ customer }) => customer === ours[0]?.id);
    expect(pages).toHaveLength(1);
  });

  test("that one admin left unfinished is begun anew by another", async () => {
    peer.fail({ kind: "lost" }, { path: /\/customers$/ });
    expect(await startUpgrade(payer)).toMatchObject({ ok: false });
    peer.recover();
    const other = { ...payer, email: `other-${payer.email}` };
    expect(await startUpgrade(other)).toMatchObject({ refusal: { code: "conflict" } });
    await db()
      .update(billingCheckouts)
      .set({ startedAt: new Date(Date.now() - 61_000) })
      .where(eq(billingCheckouts.workspaceId, workspaceId));
    await upgrade(other);
    expect(await planNow()).toBe("pro");
  });

  test("of one workspace confirms nothing for another", async () => {
    const session = await beginUpgrade(payer);
    peer.world.pay(session);
    const stranger = actingAs("billing.manage", team.stranger, { workspaceId: team.elsewhere });
    expect(await confirmUpgrade(stranger, session)).toMatchObject({ refusal: { code: "not_found" } });
    expect(await confirmUpgrade(payer, "cs_test_none")).toMatchObject({ refusal: { code: "not_found" } });
    expect(await confirmUpgrade(payer, "../customers")).toMatchObject({ refusal: { code: "not_found" } });
  });

  test("begins with another customer where the first was deleted at Stripe", async () => {
    await upgrade();
    const account = await findBillingAccount(workspaceId);
    peer.world.deleteCustomer(account?.customerId ?? "");
    resultOf(await syncFromStripe(payer));
    expect(await planNow()).toBe("free");
    await upgrade();
    expect((await findBillingAccount(workspaceId))?.customerId).not.toBe(account?.customerId);
  });
});

test("an upgrade begins with another customer where Stripe does not know the first", async () => {
  await beginUpgrade(payer);
  const first = (await findBillingAccount(workspaceId))?.customerId ?? "";
  peer.world.customers.delete(first);
  await upgrade();
  expect((await findBillingAccount(workspaceId))?.customerId).not.toBe(first);
  expect(await planNow()).toBe("pro");
});

test("a second subscription at Stripe is shown and logged until it is canceled there", async () => {
  const first = await upgrade();
  const { customer } = peer.world.subscription(first);
  const second = peer.world.copySubscription(first);
  resultOf(await syncFromStripe(payer));
  expect((await findBilling(payer))?.account?.otherSubscriptionIds).toEqual([second]);
  expect(await lastAuditEvent(workspaceId, "billing.subscription_changed")).toMatchObject({
    after: { otherSubscriptions: [second] },
  });
  peer.world.cancel(peer.world.subscription(second));
  resultOf(await syncFromStripe(payer));
  expect((await findBilling(payer))?.account?.otherSubscriptionIds).toEqual([]);
  expect(peer.world.subscriptionsOf(String(customer))).toHaveLength(2);
  expect(await planNow()).toBe("pro");
});

describe("a downgrade", () => {
  test("takes effect at the end of the period, and can be undone until then", async () => {
    const id = await upgrade();
    resultOf(await downgrade(payer));
    expect((await entitlementNow())?.notice).toMatchObject({ kind: "ending" });
    resultOf(await undoDowngrade(payer));
    expect(await entitlementNow()).toEqual({ plan: "pro", isReadOnly: false, notice: null });
    resultOf(await downgrade(payer));
    peer.world.advance(31 * 86_400);
    resultOf(await syncFromStripe(payer));
    expect(peer.world.subscription(id).status).toBe("canceled");
    expect(await entitlementNow()).toMatchObject({ plan: "free", notice: { kind: "ended" } });
    await upgrade();
    expect(await planNow()).toBe("pro");
  });

  test("that was made in the portal can be undone too", async () => {
    const id = await upgrade();
    peer.world.changeSubscription(id, { cancel_at: peer.world.now + 86_400 });
    resultOf(await syncFromStripe(payer));
    expect((await entitlementNow())?.notice).toMatchObject({ kind: "ending" });
    resultOf(await undoDowngrade(payer));
    expect((await entitlementNow())?.notice).toBeNull();
  });

  test("needs a subscription", async () => {
    expect(await downgrade(payer)).toMatchObject({
      refusal: { message: "This workspace has no subscription." },
    });
  });
});

test("an account stays while its personal workspace is paid for", async () => {
  await ensureInstallation(newToken(), new Date());
  const person = await makePerson();
  const own = actingAs("billing.manage", person);
  const id = await upgrade(own);
  expect(await removeAccount(person.email)).toMatchObject({
    refusal: { code: "conflict", message: expect.stringContaining("subscription") },
  });
  peer.world.cancel(peer.world.subscription(id));
  resultOf(await syncFromStripe(own));
  expect(await removeAccount(person.email)).toMatchObject({ ok: true });
});

test("a paused subscription leaves the settings as they are until it is resumed", async () => {
  const id = await upgrade();
  const { accessKey } = await makeCredentials({ account: team.owner, workspaceId });
  peer.world.setStatus(id, "paused");
  resultOf(await syncFromStripe(payer));
  expect(await entitlementNow()).toMatchObject({ plan: "pro", isReadOnly: true });
  const rename = () =>
    renameWorkspace(actingAs("workspace.rename", team.owner, { workspaceId }), { name: "Lab" });
  expect(await rename()).toMatchObject({ refusal: { code: "conflict", message: readOnlySentence } });
  const holder = actingAs("credentials.manage_own", team.owner, { workspaceId });
  const create = () => createCredentials(holder, { label: "CI", expires: "never", date: "" });
  expect(await create()).toMatchObject({ ok: false });
  expect(await revokeCredentials(holder, { accessKey, alsoMade: false })).toMatchObject({ ok: true });
  resultOf(await resumeSubscription(payer));
  expect(await entitlementNow()).toMatchObject({ plan: "pro", isReadOnly: false });
  expect([await rename(), await create()]).toMatchObject([{ ok: true }, { ok: true }]);
});

describe("an invoice", () => {
  test("gives its file to its own workspace alone", async () => {
    await upgrade();
    const [invoice] = await listBillingInvoices(workspaceId);
    const id = invoice?.invoiceId ?? "";
    expect(resultOf(await findInvoicePdf(payer, id)).url).toBe(`${peer.url}/invoice/${id}/pdf`);
    const stranger = actingAs("billing.manage", team.stranger, { workspaceId: team.elsewhere });
    await upgrade(stranger);
    expect(await findInvoicePdf(stranger, id)).toMatchObject({ refusal: { code: "not_found" } });
    expect(await findInvoicePdf(payer, "in_none")).toMatchObject({ refusal: { code: "not_found" } });
    expect(await findInvoicePdf(payer, "../customers")).toMatchObject({ refusal: { code: "not_found" } });
  });

  test("that is not final has no file yet, and is not e-mailed", async () => {
    await upgrade();
    const [listed] = await listBillingInvoices(workspaceId);
    const id = listed?.invoiceId ?? "";
    Object.assign(peer.world.invoices.get(id) ?? {}, {
      invoice_pdf: null,
      hosted_invoice_url: null,
      number: null,
    });
    expect(await findInvoicePdf(payer, id)).toMatchObject({
      refusal: { code: "conflict", message: "This invoice is not final yet. It has no file." },
    });
    const before = settings().mail;
    settings().mail = { url: "smtp://localhost", from: "steward@example.com" };
    const mailed = await emailInvoices(payer, [id]);
    settings().mail = before;
    expect(mailed).toMatchObject({ refusal: { message: expect.stringContaining("not final yet") } });
  });

  test("is not e-mailed without a mail server", async () => {
    expect(await emailInvoices(payer, ["in_1"])).toMatchObject({ refusal: { code: "conflict" } });
  });
});

test("the portal opens on the way of payment", async () => {
  expect(await openPortal(payer, "payment_methods")).toMatchObject({ refusal: { code: "conflict" } });
  await upgrade();
  expect(resultOf(await openPortal(payer, "payment_methods")).url).toContain(`${peer.url}/portal/`);
});

describe("while Stripe is", () => {
  test.each([
    ["away", { kind: "away" }, "did not answer"],
    ["failing", { kind: "status", status: 500 }, "a problem of its own"],
    ["busy", { kind: "status", status: 429 }, "busy"],
    ["answering nonsense", { kind: "nonsense" }, "did not answer"],
  ] as const)("%s, every button says so, and the plan stays", async (_, fault, words) => {
    await upgrade();
    peer.fail(fault);
    const outcomes = [
      await syncFromStripe(payer),
      await downgrade(payer),
      await openPortal(payer, "billing_info"),
      await findInvoicePdf(payer, "in_1"),
      await confirmUpgrade(payer, "cs_test_1"),
      await startUpgrade(payer),
    ];
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ ok: false, refusal: { message: expect.stringContaining(words) } });
    }
    expect(await planNow()).toBe("pro");
  });
});
