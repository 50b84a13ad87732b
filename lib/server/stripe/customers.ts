import type Stripe from "stripe";
import type { BillingAddress, Card } from "@/lib/core/billing/profile";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { ask, dateOf, type FromStripe, idOf, mapped } from "./client";

export type RetrievedCustomer = {
  customerId: string;
  isDeleted: boolean;
  /** As the customer's metadata say; anybody with the account's keys can write these. */
  workspaceId: string | null;
  livemode: boolean;
  createdAt: Date | null;
  email: string | null;
  address: BillingAddress | null;
  card: Card | null;
};

type NewCustomer = {
  workspaceId: WorkspaceId;
  workspaceName: string;
  email: string | null;
  idempotencyKey: string;
};

export async function createCustomer({
  workspaceId,
  workspaceName,
  email,
  idempotencyKey,
}: NewCustomer): Promise<FromStripe<RetrievedCustomer>> {
  const params: Stripe.CustomerCreateParams = {
    name: workspaceName,
    metadata: { workspace_id: workspaceId },
    ...(email ? { email } : {}),
  };
  return mapped(
    await ask("customer", (client) => client.customers.create(params, { idempotencyKey })),
    customerOf,
  );
}

export async function retrieveCustomer(customerId: string): Promise<FromStripe<RetrievedCustomer>> {
  const expand = ["invoice_settings.default_payment_method"];
  return mapped(
    await ask("customer", (client) => client.customers.retrieve(customerId, { expand })),
    (customer) => (customer.deleted ? deletedOf(customer.id) : customerOf(customer)),
  );
}

function deletedOf(customerId: string): RetrievedCustomer {
  return {
    ...{ customerId, isDeleted: true, workspaceId: null, livemode: false, createdAt: null },
    ...{ email: null, address: null, card: null },
  };
}

function customerOf(customer: Stripe.Customer): RetrievedCustomer {
  const { address } = customer;
  return {
    customerId: customer.id,
    isDeleted: false,
    workspaceId: customer.metadata.workspace_id ?? null,
    livemode: customer.livemode,
    createdAt: dateOf(customer.created),
    email: customer.email,
    address: address
      ? {
          name: customer.name ?? null,
          line1: address.line1,
          line2: address.line2,
          postalCode: address.postal_code,
          city: address.city,
          state: address.state,
          country: address.country,
        }
      : null,
    card: cardOf(customer.invoice_settings.default_payment_method),
  };
}

/** Of a payment method that was retrieved whole, and is a card. */
export function cardOf(method: string | Stripe.PaymentMethod | null | undefined): Card | null {
  if (!method || typeof method === "string" || !method.card) return null;
  const { brand, last4, exp_month, exp_year } = method.card;
  return { brand, last4, expiryMonth: exp_month, expiryYear: exp_year };
}

/** The customer that has this id, or that an invoice or a charge is of: some events name nothing else. */
export async function findCustomerOf(id: string): Promise<FromStripe<string | null>> {
  if (id.startsWith("in_")) {
    return mapped(await ask("invoice", (client) => client.invoices.retrieve(id)), ({ customer }) =>
      idOf(customer),
    );
  }
  if (!/^(ch|py)_/.test(id)) return { ok: true, value: id };
  return mapped(await ask("charge", (client) => client.charges.retrieve(id)), ({ customer }) =>
    idOf(customer),
  );
}
