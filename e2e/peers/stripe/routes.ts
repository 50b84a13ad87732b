import {
  createConfiguration,
  createEndpoint,
  createMeter,
  createMeterEvent,
  createPortal,
  createPrice,
  createProduct,
  summarizeMeterEvents,
} from "./catalog";
import { listObject } from "./objects";
import { check, parseForm, shapes } from "./params";
import { missing } from "./refusal";
import type { StripeWorld } from "./world";

type Tree = ReturnType<typeof parseForm>;
type Route = [method: string, path: RegExp, answer: (world: StripeWorld, tree: Tree, id: string) => object];

/** The webhook endpoints that are made here sign with this. */
export const endpointSecret = "whsec_stand_in";

const get = <T>(of: Map<string, T>, kind: string, id: string): T => {
  const found = of.get(id);
  if (found === undefined) throw missing(kind, id);
  return found;
};

type Paged = { limit?: number; starting_after?: string };

/** The newest first, after the one that is named. */
function paged<T extends { id: string }>(
  url: string,
  oldestFirst: Iterable<T>,
  { limit = 10, starting_after }: Paged,
) {
  const all = [...oldestFirst].reverse();
  const from = starting_after === undefined ? 0 : all.findIndex(({ id }) => id === starting_after) + 1;
  return listObject(url, all.slice(from, from + limit), all.length > from + limit);
}

/** Exactly the endpoints that Steward uses. */
const routes: Route[] = [
  ["POST", /^\/v1\/customers$/, (world, tree) => world.createCustomer(check(shapes.newCustomer, tree))],
  [
    "GET",
    /^\/v1\/customers\/(\w+)$/,
    (world, tree, id) => {
      check(shapes.none, tree);
      if (world.deletedCustomers.has(id)) return { id, object: "customer", deleted: true };
      return world.customer(id, "id");
    },
  ],
  [
    "POST",
    /^\/v1\/checkout\/sessions$/,
    (world, tree) => world.createCheckout(check(shapes.newCheckout, tree)),
  ],
  [
    "GET",
    /^\/v1\/checkout\/sessions\/(\w+)$/,
    (world, tree, id) => {
      check(shapes.none, tree);
      return world.checkout(id);
    },
  ],
  [
    "POST",
    /^\/v1\/checkout\/sessions\/(\w+)\/expire$/,
    (world, tree, id) => {
      check(shapes.none, tree);
      return world.expireCheckout(id);
    },
  ],
  [
    "GET",
    /^\/v1\/subscriptions$/,
    (world, tree) => {
      const { customer, status, ...page } = check(shapes.subscriptions, tree);
      if (customer !== undefined) world.customer(customer);
      const chosen = [...world.subscriptions.values()].filter(
        (each) =>
          (customer === undefined || each.customer === customer) &&
          (status === "all" || (status === undefined ? each.status !== "canceled" : each.status === status)),
      );
      return paged("/v1/subscriptions", chosen, page);
    },
  ],
  [
    "POST",
    /^\/v1\/subscriptions\/(\w+)$/,
    (world, tree, id) => world.changeSubscription(id, check(shapes.subscriptionChange, tree)),
  ],
  [
    "POST",
    /^\/v1\/subscriptions\/(\w+)\/resume$/,
    (world, tree, id) => {
      check(shapes.resumption, tree);
      return world.resume(id);
    },
  ],
  [
    "GET",
    /^\/v1\/invoices$/,
    (world, tree) => {
      const { customer, ...page } = check(shapes.invoices, tree);
      const chosen = [...world.invoices.values()].filter(
        (each) => customer === undefined || each.customer === customer,
      );
      return paged("/v1/invoices", chosen, page);
    },
  ],
  [
    "POST",
    /^\/v1\/invoices\/create_preview$/,
    (world, tree) => world.preview(check(shapes.preview, tree).subscription),
  ],
  [
    "GET",
    /^\/v1\/invoices\/(\w+)$/,
    (world, tree, id) => {
      check(shapes.none, tree);
      return get(world.invoices, "invoice", id);
    },
  ],
  [
    "GET",
    /^\/v1\/charges\/(\w+)$/,
    (_, tree, id) => {
      check(shapes.none, tree);
      throw missing("charge", id);
    },
  ],
  [
    "GET",
    /^\/v1\/prices$/,
    (world, tree) => {
      const { active, lookup_keys: keys, ...page } = check(shapes.prices, tree);
      const chosen = [...world.prices.values()].filter(
        (each) =>
          (active === undefined || each.active === active) && (!keys || keys.includes(each.lookup_key ?? "")),
      );
      return paged("/v1/prices", chosen, page);
    },
  ],
  [
    "GET",
    /^\/v1\/prices\/(\w+)$/,
    (world, tree, id) => {
      check(shapes.none, tree);
      return get(world.prices, "price", id);
    },
  ],
  ["POST", /^\/v1\/prices$/, (world, tree) => createPrice(world, check(shapes.newPrice, tree))],
  ["POST", /^\/v1\/products$/, (world, tree) => createProduct(world, check(shapes.newProduct, tree))],
  [
    "GET",
    /^\/v1\/products\/(\w+)$/,
    (world, tree, id) => {
      check(shapes.none, tree);
      return get(world.products, "product", id);
    },
  ],
  [
    "GET",
    /^\/v1\/billing\/meters$/,
    (world, tree) => {
      const { status: _, ...page } = check(shapes.meters, tree);
      return paged("/v1/billing/meters", world.meters.values(), page);
    },
  ],
  ["POST", /^\/v1\/billing\/meters$/, (world, tree) => createMeter(world, check(shapes.newMeter, tree))],
  [
    "GET",
    /^\/v1\/billing\/meters\/(\w+)\/event_summaries$/,
    (world, tree, id) =>
      summarizeMeterEvents(world, get(world.meters, "meter", id), check(shapes.meterEventSummaries, tree)),
  ],
  [
    "POST",
    /^\/v1\/billing\/meter_events$/,
    (world, tree) => createMeterEvent(world, check(shapes.newMeterEvent, tree)),
  ],
  [
    "GET",
    /^\/v1\/billing_portal\/configurations$/,
    (world, tree) =>
      paged(
        "/v1/billing_portal/configurations",
        world.configurations.values(),
        check(shapes.configurations, tree),
      ),
  ],
  [
    "POST",
    /^\/v1\/billing_portal\/configurations$/,
    (world, tree) => createConfiguration(world, check(shapes.newConfiguration, tree)),
  ],
  [
    "POST",
    /^\/v1\/billing_portal\/configurations\/(\w+)$/,
    (world, tree, id) => {
      const { default_return_url } = check(shapes.configurationChange, tree);
      const configuration = get(world.configurations, "configuration", id);
      return Object.assign(configuration, {
        updated: world.now,
        ...(default_return_url ? { default_return_url } : {}),
      });
    },
  ],
  [
    "POST",
    /^\/v1\/billing_portal\/sessions$/,
    (world, tree) => createPortal(world, check(shapes.newPortalSession, tree)),
  ],
  [
    "GET",
    /^\/v1\/webhook_endpoints$/,
    (world, tree) => {
      const page = paged("/v1/webhook_endpoints", world.endpoints.values(), check(shapes.list, tree));
      return { ...page, data: page.data.map(({ secret: _, ...endpoint }) => endpoint) };
    },
  ],
  [
    "POST",
    /^\/v1\/webhook_endpoints$/,
    (world, tree) => createEndpoint(world, check(shapes.newEndpoint, tree), endpointSecret),
  ],
  [
    "POST",
    /^\/v1\/webhook_endpoints\/(\w+)$/,
    (world, tree, id) => {
      const { enabled_events } = check(shapes.endpointChange, tree);
      const { secret: _, ...endpoint } = Object.assign(
        get(world.endpoints, "webhook endpoint", id),
        enabled_events ? { enabled_events } : {},
      );
      return endpoint;
    },
  ],
  [
    "GET",
    /^\/v1\/events$/,
    (world, tree) => {
      const { created, types, ...page } = check(shapes.events, tree);
      const chosen = world.events.filter(
        (event) =>
          event.created >= (created?.gte ?? 0) &&
          event.created <= (created?.lte ?? Number.POSITIVE_INFINITY) &&
          (!types || types.includes(event.type)),
      );
      return paged("/v1/events", chosen, page);
    },
  ],
];

export function answerCall(world: StripeWorld, method: string, path: string, form: string): object {
  for (const [of, pattern, answer] of routes) {
    const match = of === method ? pattern.exec(path) : null;
    if (match) return answer(world, parseForm(form), match[1] ?? "");
  }
  throw missing("endpoint", `${method} ${path}`, "path");
}
