import { ApiRefusal } from "./refusal";
import { askingCard, declinedCard, goodCard } from "./subscriptions";
import type { StripeWorld } from "./world";

export type Page = { status: number; location?: string; type?: string; body: string };

const daySeconds = 86_400;

/** Pages as a customer of Stripe's sees them: paying, the portal, an invoice; and one that moves the clock. */
export function answerPage(
  world: StripeWorld,
  method: string,
  path: string,
  form: URLSearchParams,
): Page | undefined {
  const [, kind = "", id = "", part] = path.split("/");
  const posts = method === "POST";
  if (kind === "pay") return posts ? pay(world, id, form) : payPage(world, id);
  if (kind === "portal") return posts ? changeCard(world, id, form) : portalPage(world, id);
  if (kind === "invoice")
    return part === "pdf" ? pdf(world, id) : posts ? payInvoice(world, id) : invoicePage(world, id);
  if (path !== "/") return undefined;
  if (!posts) return clockPage(world);
  world.advance(Number(form.get("days") ?? 0) * daySeconds);
  return { status: 303, location: "/", body: "" };
}

const cards = `
  <label><input type="radio" name="card" value="${goodCard}" checked> Card that works (4242)</label>
  <label><input type="radio" name="card" value="${declinedCard}"> Card that is declined (0002)</label>
  <label><input type="radio" name="card" value="${askingCard}"> Card whose bank asks (3184)</label>`;

function payPage(world: StripeWorld, id: string, problem = ""): Page {
  const session = world.checkouts.get(id);
  if (!session || world.checkout(id).status !== "open")
    return html("Expired", "<p>This page has expired.</p>", 410);
  const cancel = session.cancel_url ? `<p><a href="${escapeHtml(session.cancel_url)}">Back</a></p>` : "";
  const lines = (world.checkoutLines.get(id) ?? []).map(
    ({ price, quantity }) => `<li>${quantity ?? "metered"} × ${escapeHtml(nameOf(world, price))}</li>`,
  );
  return html(
    "Subscribe to Steward Pro",
    `<ul>${lines.join("")}</ul>${problem ? `<p role="alert">${problem}</p>` : ""}
     <form method="post">${cards}<button>Subscribe</button></form>${cancel}`,
    problem ? 402 : 200,
  );
}

function nameOf(world: StripeWorld, price: string): string {
  return world.prices.get(price)?.nickname ?? price;
}

function pay(world: StripeWorld, id: string, form: URLSearchParams): Page {
  try {
    world.pay(id, form.get("card") ?? goodCard);
  } catch (error) {
    if (error instanceof ApiRefusal) return payPage(world, id, error.message);
    throw error;
  }
  const { success_url } = world.checkout(id);
  return { status: 303, location: (success_url ?? "/").replace("{CHECKOUT_SESSION_ID}", id), body: "" };
}

function portalPage(world: StripeWorld, id: string): Page {
  const portal = world.portals.get(id);
  if (!portal) return html("Expired", "<p>This page has expired.</p>", 404);
  const back = portal.return_url
    ? `<p><a href="${escapeHtml(portal.return_url)}">Return to Steward</a></p>`
    : "";
  return html("Payment methods", `<form method="post">${cards}<button>Save</button></form>${back}`);
}

function changeCard(world: StripeWorld, id: string, form: URLSearchParams): Page {
  const portal = world.portals.get(id);
  if (!portal) return html("Expired", "<p>This page has expired.</p>", 404);
  world.changeCard(portal.customer, form.get("card") ?? goodCard);
  return { status: 303, location: portal.return_url ?? "/", body: "" };
}

function invoicePage(world: StripeWorld, id: string): Page {
  const invoice = world.invoices.get(id);
  if (!invoice) return html("Not found", "<p>No such invoice.</p>", 404);
  const pays = invoice.status === "open" ? `<form method="post"><button>Pay</button></form>` : "";
  return html(
    `Invoice ${invoice.number}`,
    `<p>${invoice.status}: ${invoice.total} ${invoice.currency}</p>${pays}`,
  );
}

function payInvoice(world: StripeWorld, id: string): Page {
  world.payInvoice(id);
  return { status: 303, location: `/invoice/${id}`, body: "" };
}

/** The smallest file that readers take. */
function pdf(world: StripeWorld, id: string): Page {
  const invoice = world.invoices.get(id);
  if (!invoice) return html("Not found", "<p>No such invoice.</p>", 404);
  const body = `%PDF-1.4\n% Invoice ${invoice.number}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]>>endobj
trailer<</Root 1 0 R>>\n%%EOF\n`;
  return { status: 200, type: "application/pdf", body };
}

function clockPage(world: StripeWorld): Page {
  const time = new Date(world.now * 1000).toISOString();
  const days = [1, 10, 31]
    .map((each) => `<button name="days" value="${each}">${each} days on</button>`)
    .join(" ");
  return html("A stand-in for Stripe", `<p>Its time is ${time}.</p><form method="post">${days}</form>`);
}

function html(title: string, body: string, status = 200): Page {
  return {
    ...{ status, type: "text/html; charset=utf-8" },
    body: `<!doctype html><html lang="en"><title>${escapeHtml(title)}</title><h1>${escapeHtml(title)}</h1>${body}</html>`,
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
