import { z } from "zod";
import { invalid } from "./refusal";

type Tree = { [key: string]: Tree | string };

/** Stripe's form encoding: `a[b][0]=c`. */
export function parseForm(form: string): Tree {
  const tree: Tree = {};
  for (const [name, value] of new URLSearchParams(form)) {
    const keys = name.replaceAll("]", "").split("[");
    let at = tree;
    for (const key of keys.slice(0, -1)) {
      const next = at[key] ?? {};
      if (typeof next === "string") throw invalid("parameter_invalid", `Invalid parameter: ${name}`, name);
      at[key] = next;
      at = next;
    }
    const last = keys.at(-1) ?? "";
    at[last === "" ? String(Object.keys(at).length) : last] = value;
  }
  return tree;
}

const text = z.string().max(5_000);
const whole = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
const fullMinute = whole.pipe(z.number().multipleOf(60));
const flag = z.enum(["true", "false"]).transform((word) => word === "true");
const url = z.url({ protocol: /^https?$/ });
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) =>
      typeof value === "object" && value !== null && !Array.isArray(value) ? Object.values(value) : value,
    z.array(item),
  );
const only = z.strictObject;
const metadata = z.record(z.string().max(40), z.string().max(500));
const expand = list(z.string()).optional();
const page = {
  limit: whole.pipe(z.number().min(1).max(100)).optional(),
  starting_after: text.optional(),
  expand,
};
const proration = z.enum(["always_invoice", "create_prorations", "none"]);
const portalFeatures = only({
  customer_update: only({
    enabled: flag,
    allowed_updates: list(z.enum(["address", "email", "name", "phone", "shipping", "tax_id"])).optional(),
  }),
  invoice_history: only({ enabled: flag }),
  payment_method_update: only({ enabled: flag }),
  subscription_cancel: only({ enabled: flag }),
  subscription_update: only({ enabled: flag }),
});

/** The parameters of each endpoint that Steward uses; any other is refused, at every depth. */
export const shapes = {
  none: only({ expand }),
  newCustomer: only({
    name: text.optional(),
    email: z.email().max(512).optional(),
    metadata: metadata.optional(),
    expand,
  }),
  newCheckout: only({
    mode: z.literal("subscription"),
    ui_mode: z.literal("hosted_page").optional(),
    customer: text,
    client_reference_id: text.max(200).optional(),
    metadata: metadata.optional(),
    line_items: list(only({ price: text, quantity: whole.optional() })),
    subscription_data: only({
      metadata: metadata.optional(),
      billing_mode: only({ type: z.enum(["classic", "flexible"]) }).optional(),
    }).optional(),
    payment_method_collection: z.enum(["always", "if_required"]).optional(),
    customer_update: only({ address: z.enum(["auto", "never"]), name: z.enum(["auto", "never"]) }).optional(),
    success_url: url,
    cancel_url: url.optional(),
    expand,
  }),
  subscriptions: only({
    ...page,
    customer: text.optional(),
    status: z
      .enum([
        "active",
        "all",
        "canceled",
        "ended",
        "incomplete",
        "incomplete_expired",
        "past_due",
        "paused",
        "trialing",
        "unpaid",
      ])
      .optional(),
  }),
  subscriptionChange: only({
    cancel_at_period_end: flag.optional(),
    cancel_at: z.union([z.literal(""), whole]).optional(),
    items: list(only({ id: text, quantity: whole })).optional(),
    proration_behavior: proration.optional(),
    expand,
  }),
  resumption: only({ proration_behavior: proration.optional(), expand }),
  invoices: only({ ...page, customer: text.optional() }),
  preview: only({ subscription: text, expand }),
  prices: only({
    ...page,
    active: flag.optional(),
    lookup_keys: list(text).pipe(z.array(text).max(10)).optional(),
  }),
  newPrice: only({
    currency: z.string().regex(/^[a-z]{3}$/),
    product: text,
    nickname: text.optional(),
    metadata: metadata.optional(),
    unit_amount: whole.optional(),
    recurring: only({
      interval: z.enum(["day", "week", "month", "year"]),
      usage_type: z.enum(["licensed", "metered"]).optional(),
      meter: text.optional(),
    }),
    billing_scheme: z.enum(["per_unit", "tiered"]).optional(),
    tiers_mode: z.enum(["graduated", "volume"]).optional(),
    tiers: list(
      only({
        up_to: z.union([z.literal("inf"), whole]),
        unit_amount: whole.optional(),
        unit_amount_decimal: z
          .string()
          .regex(/^\d+(\.\d{1,12})?$/)
          .optional(),
      }),
    ).optional(),
    lookup_key: text.max(200).optional(),
    transfer_lookup_key: flag.optional(),
    expand,
  }),
  newProduct: only({ id: text.optional(), name: text, unit_label: text.max(12).optional(), expand }),
  meters: only({ ...page, status: z.enum(["active", "inactive"]).optional() }),
  newMeter: only({
    display_name: text.max(250),
    event_name: text.max(100),
    default_aggregation: only({ formula: z.enum(["count", "last", "sum"]) }),
    customer_mapping: only({ type: z.literal("by_id"), event_payload_key: text.max(100) }).optional(),
    value_settings: only({ event_payload_key: text.max(100) }).optional(),
    expand,
  }),
  meterEventSummaries: only({
    ...page,
    customer: text,
    start_time: fullMinute,
    end_time: fullMinute,
    value_grouping_window: z.enum(["day", "hour"]).optional(),
  }),
  newMeterEvent: only({
    event_name: text.max(100),
    payload: z.record(z.string(), z.string().max(100)),
    identifier: text.max(100).optional(),
    timestamp: whole.optional(),
    expand,
  }),
  configurations: only({ ...page, active: flag.optional() }),
  newConfiguration: only({
    default_return_url: url.optional(),
    features: portalFeatures,
    metadata: metadata.optional(),
    expand,
  }),
  configurationChange: only({
    default_return_url: url.optional(),
    features: portalFeatures.optional(),
    expand,
  }),
  newPortalSession: only({
    customer: text,
    configuration: text.optional(),
    return_url: url.optional(),
    flow_data: only({ type: z.literal("payment_method_update") }).optional(),
    expand,
  }),
  list: only(page),
  newEndpoint: only({
    url,
    enabled_events: list(text),
    api_version: text.optional(),
    description: text.optional(),
    expand,
  }),
  endpointChange: only({ enabled_events: list(text).optional(), disabled: flag.optional(), expand }),
  events: only({
    ...page,
    created: only({ gte: whole.optional(), lte: whole.optional() }).optional(),
    types: list(text).pipe(z.array(text).max(20)).optional(),
  }),
};

/** Refuses as Stripe does, naming the parameter. */
export function check<T extends z.ZodType>(shape: T, tree: Tree): z.output<T> {
  const parsed = shape.safeParse(tree);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === "unrecognized_keys") {
    const name = nameOf([...path, issue.keys[0] ?? ""]);
    throw invalid("parameter_unknown", `Received unknown parameter: ${name}`, name);
  }
  const name = nameOf(path);
  const isMissing = issue?.code === "invalid_type" && issue.message.includes("undefined");
  throw isMissing
    ? invalid("parameter_missing", `Missing required param: ${name}.`, name)
    : invalid("parameter_invalid", `Invalid ${name}: ${issue?.message ?? ""}`, name);
}

function nameOf([first = "", ...rest]: string[]): string {
  return first + rest.map((key) => `[${key}]`).join("");
}
