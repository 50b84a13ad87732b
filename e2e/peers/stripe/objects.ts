import Stripe from "stripe";

/** Each object is whole, as its type says: a new version of the SDK that adds or moves a field breaks these lines. */
type Common = { id: string; created: number };

export function customerObject(
  { id, created }: Common,
  given: { name?: string; email?: string; metadata?: Record<string, string> },
): Stripe.Customer {
  return {
    ...{ id, object: "customer", created, livemode: false, balance: 0, currency: null, default_source: null },
    ...{ address: null, description: null, delinquent: false, discount: null, phone: null, shipping: null },
    ...{ email: given.email ?? null, name: given.name ?? null, metadata: given.metadata ?? {} },
    ...{ invoice_prefix: "STANDIN", next_invoice_sequence: 1, preferred_locales: [], tax_exempt: "none" },
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    test_clock: null,
  } satisfies Stripe.Customer;
}

export function cardObject({ id, created }: Common, customer: string, number: string): Stripe.PaymentMethod {
  return {
    ...{ id, object: "payment_method", created, livemode: false, customer, customer_account: null },
    ...{ metadata: {}, type: "card", allow_redisplay: "unspecified" },
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    card: {
      ...{
        brand: "visa",
        country: "US",
        display_brand: "visa",
        exp_month: 12,
        exp_year: 2034,
        funding: "credit",
      },
      ...{ last4: number.slice(-4), fingerprint: id, checks: null, generated_from: null, networks: null },
      ...{ regulated_status: null, three_d_secure_usage: null, wallet: null },
    },
  } satisfies Stripe.PaymentMethod;
}

export function itemObject(
  { id, created }: Common,
  {
    price,
    quantity,
    subscription,
    end,
  }: { price: Stripe.Price; quantity?: number; subscription: string; end: number },
): Stripe.SubscriptionItem {
  return {
    ...{ id, object: "subscription_item", created, subscription, price, metadata: {} },
    ...{ billing_thresholds: null, current_trial: null, discounts: [], tax_rates: [] },
    ...{ current_period_start: created, current_period_end: end, plan: planOf(price) },
    ...(quantity === undefined ? {} : { quantity }),
  } satisfies Stripe.SubscriptionItem;
}

function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    ...{ id: price.id, object: "plan", active: true, amount: price.unit_amount, created: price.created },
    ...{ amount_decimal: price.unit_amount_decimal, billing_scheme: price.billing_scheme },
    ...{ currency: price.currency, interval: "month", interval_count: 1, livemode: false, metadata: {} },
    ...{ meter: price.recurring?.meter ?? null, nickname: price.nickname, product: price.product },
    ...{ tiers_mode: price.tiers_mode, transform_usage: null, trial_period_days: null },
    usage_type: price.recurring?.usage_type ?? "licensed",
  } satisfies Stripe.Plan;
}

export function subscriptionObject(
  { id, created }: Common,
  facts: {
    customer: string;
    currency: string;
    metadata: Record<string, string>;
    status: Stripe.Subscription.Status;
    items: Stripe.SubscriptionItem[];
    card: Stripe.PaymentMethod | null;
  },
): Stripe.Subscription {
  return {
    ...{ id, object: "subscription", created, start_date: created, billing_cycle_anchor: created },
    ...{ customer: facts.customer, currency: facts.currency, metadata: facts.metadata, status: facts.status },
    ...{ livemode: false, customer_account: null, application: null, application_fee_percent: null },
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: null, type: "flexible" },
    ...{ billing_schedules: [], billing_thresholds: null, cancel_at: null, cancel_at_period_end: false },
    ...{ canceled_at: null, collection_method: "charge_automatically", days_until_due: null },
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    ...{ default_payment_method: facts.card, default_source: null, default_tax_rates: [], description: null },
    ...{ discounts: [], ended_at: null, latest_invoice: null, managed_payments: null },
    invoice_settings: {
      ...{ account_tax_ids: null, custom_fields: null, description: null, footer: null },
      issuer: { type: "self" },
    },
    items: listObject("/v1/subscription_items", facts.items, false),
    ...{ next_pending_invoice_item_invoice: null, on_behalf_of: null, pause_collection: null },
    ...{ payment_settings: null, pending_invoice_item_interval: null, pending_setup_intent: null },
    ...{ pending_update: null, schedule: null, test_clock: null, transfer_data: null },
    ...{ trial_end: null, trial_settings: null, trial_start: null },
  } satisfies Stripe.Subscription;
}

export type Line = { description: string; quantity: number | null; amount: number; price: string };

export function invoiceObject(
  { id, created }: Common,
  facts: {
    customer: Stripe.Customer;
    subscription: Stripe.Subscription;
    lines: Line[];
    number: string | null;
    status: Stripe.Invoice.Status;
    period: { start: number; end: number };
    reason: Stripe.Invoice.BillingReason;
    urls: { page: string; pdf: string } | null;
  },
): Stripe.Invoice {
  const { customer, subscription, number, status, period } = facts;
  const total = facts.lines.reduce((sum, { amount }) => sum + amount, 0);
  const paid = status === "paid" ? total : 0;
  return {
    ...{ id, object: "invoice", created, livemode: false, currency: subscription.currency, number, status },
    ...{ account_country: "US", account_name: "Stand-in", account_tax_ids: null, application: null },
    ...{ amount_due: total, amount_overpaid: 0, amount_paid: paid, amount_remaining: total - paid },
    ...{ amount_shipping: 0, attempt_count: 1, attempted: true, auto_advance: status === "open" },
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    ...{ automatically_finalizes_at: null, billing_reason: facts.reason },
    ...{ collection_method: "charge_automatically", custom_fields: null, customer: customer.id },
    ...{ customer_account: null, customer_address: customer.address ?? null, customer_email: customer.email },
    ...{ customer_name: customer.name ?? null, customer_phone: null, customer_shipping: null },
    ...{ customer_tax_exempt: "none", customer_tax_ids: [], default_payment_method: null },
    ...{ default_source: null, default_tax_rates: [], description: null, discounts: [], due_date: null },
    ...{ effective_at: created, ending_balance: null, footer: null, from_invoice: null },
    ...{ hosted_invoice_url: facts.urls?.page ?? null, invoice_pdf: facts.urls?.pdf ?? null },
    issuer: { type: "self" },
    ...{ last_finalization_error: null, latest_revision: null, metadata: {}, next_payment_attempt: null },
    lines: listObject(
      `/v1/invoices/${id}/lines`,
      facts.lines.map((line, at) => lineObject(`${id}_${at}`, line, { ...facts, id })),
      false,
    ),
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: "subscription_details",
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    ...{ period_start: period.start, period_end: period.end, receipt_number: null, rendering: null },
    ...{ post_payment_credit_notes_amount: 0, pre_payment_credit_notes_amount: 0 },
    ...{ shipping_cost: null, shipping_details: null, starting_balance: 0, statement_descriptor: null },
    status_transitions: {
      finalized_at: number ? created : null,
      marked_uncollectible_at: null,
      paid_at: status === "paid" ? created : null,
      voided_at: null,
    },
    ...{ subtotal: total, subtotal_excluding_tax: total, test_clock: null, total },
    ...{ total_discount_amounts: [], total_excluding_tax: total, total_pretax_credit_amounts: [] },
    ...{ total_taxes: [], webhooks_delivered_at: null },
  } satisfies Stripe.Invoice;
}

function lineObject(
  id: string,
  { description, quantity, amount, price }: Line,
  facts: { id: string; subscription: Stripe.Subscription; period: { start: number; end: number } },
): Stripe.InvoiceLineItem {
  return {
    ...{ id: `il_${id}`, object: "line_item", amount, currency: facts.subscription.currency, description },
    ...{ discount_amounts: [], discountable: true, discounts: [], invoice: facts.id, livemode: false },
    ...{ metadata: {}, parent: null, period: facts.period, pretax_credit_amounts: [], quantity },
    quantity_decimal: quantity === null ? null : Stripe.Decimal.from(quantity),
    pricing: {
      type: "price_details",
      unit_amount_decimal: null,
      price_details: { price, product: "steward_pro" },
    },
    ...{ subscription: facts.subscription.id, subtotal: amount, taxes: [] },
  } satisfies Stripe.InvoiceLineItem;
}

export function checkoutObject(
  { id, created }: Common,
  facts: {
    customer: string;
    reference: string | null;
    metadata: Record<string, string>;
    successUrl: string;
    cancelUrl: string | null;
    url: string;
  },
): Stripe.Checkout.Session {
  return {
    ...{ id, object: "checkout.session", created, livemode: false, url: facts.url, mode: "subscription" },
    ...{ adaptive_pricing: null, after_expiration: null, allow_promotion_codes: null },
    ...{ allowed_payment_method_types: null, amount_subtotal: null, amount_total: null },
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    ...{ billing_address_collection: null, cancel_url: facts.cancelUrl, client_secret: null },
    ...{ client_reference_id: facts.reference, collected_information: null, consent: null },
    ...{ consent_collection: null, currency: "usd", currency_conversion: null, custom_fields: [] },
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    ...{ customer: facts.customer, customer_account: null, customer_creation: null },
    ...{ customer_details: null, customer_email: null, discounts: null, expires_at: created + 86_400 },
    ...{ integration_identifier: null, invoice: null, invoice_creation: null, locale: null },
    ...{ managed_payments: null, metadata: facts.metadata, origin_context: null, payment_intent: null },
    ...{ payment_link: null, payment_method_collection: "always", payment_method_options: null },
    ...{ payment_method_configuration_details: null, payment_method_types: ["card"] },
    ...{
      payment_status: "unpaid",
      permissions: null,
      recovered_from: null,
      saved_payment_method_options: null,
    },
    ...{ setup_intent: null, shipping_address_collection: null, shipping_cost: null, shipping_options: [] },
    ...{ status: "open", submit_type: null, subscription: null, success_url: facts.successUrl },
    ...{ total_details: null, ui_mode: "hosted_page", wallet_options: null },
  } satisfies Stripe.Checkout.Session;
}

export function listObject<T>(url: string, data: T[], has_more: boolean): Stripe.ApiList<T> {
  return { object: "list", data, has_more, url } satisfies Stripe.ApiList<T>;
}
