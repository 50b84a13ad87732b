import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openTestDatabase } from "@/db/testing/database";
import { openStripe } from "@/db/testing/factories/billing";
import { shapes } from "@/e2e/peers/stripe/params";
import { settings } from "../env";
import { apiVersion, ask, type StripeProblem } from "./client";
import { sendMeterEvent } from "./meter-events";

openTestDatabase();
const { peer } = openStripe();

/** `as const` aside. */
function castsIn(node: ts.Node): string[] {
  const isCast = ts.isAsExpression(node) && !ts.isConstTypeReference(node.type);
  const found =
    isCast || ts.isNonNullExpression(node) || node.kind === ts.SyntaxKind.AnyKeyword ? [node.getText()] : [];
  ts.forEachChild(node, (child) => void found.push(...castsIn(child)));
  return found;
}

const post = async (route: string, form: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${peer().url}/v1/${route}`, {
    method: "POST",
    headers: { authorization: "Bearer sk_test_a", "stripe-version": apiVersion, ...headers },
    body: form,
  });
  return { status: answer.status, body: await answer.json() };
};

test("no file that talks to Stripe casts a type", () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith(".ts") && !file.includes(".test."),
  );
  expect(files.length).toBeGreaterThan(8);
  for (const file of files) {
    const tree = ts.createSourceFile(
      file,
      readFileSync(path.join(import.meta.dirname, file), "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    expect(castsIn(tree), file).toEqual([]);
  }
});

/** Where a shape lets a key through that it does not name; maps of the customer's own keys aside. */
function openPlaces(shape: z.core.$ZodType, at = ""): string[] {
  const { def } = (shape as z.ZodType)._zod;
  if (shape instanceof z.ZodObject) {
    const open = shape.def.catchall instanceof z.ZodNever ? [] : [at];
    return [
      ...open,
      ...Object.entries(shape.shape).flatMap(([key, part]) => openPlaces(part as z.ZodType, `${at}.${key}`)),
    ];
  }
  if (shape instanceof z.ZodOptional) return openPlaces(shape.def.innerType, at);
  if (shape instanceof z.ZodArray) return openPlaces(shape.def.element, `${at}[]`);
  if (shape instanceof z.ZodPipe) return openPlaces(shape.def.out, at);
  if (shape instanceof z.ZodUnion) return shape.def.options.flatMap((option) => openPlaces(option, at));
  const known = ["string", "number", "enum", "literal", "transform", "record"];
  return known.includes(def.type) ? [] : [`${at} is a ${def.type}`];
}

test("the stand-in knows every parameter of each of its endpoints, at every depth", () => {
  const places = Object.entries(shapes).flatMap(([name, shape]) => openPlaces(shape, name));
  expect(places).toEqual([]);
  expect(openPlaces(z.object({ a: z.array(z.looseObject({})) }), "loose")).toEqual(["loose", "loose.a[]"]);
});

describe("the stand-in", () => {
  test.each([
    ["customers", "nickname=a", "nickname"],
    ["customers", "metadata[a]=b&name=c&address[city]=d", "address"],
    ["prices", "currency=usd&product=p&recurring[interval]=month&recurring[trial]=1", "recurring[trial]"],
    [
      "checkout/sessions",
      "mode=subscription&customer=c&success_url=http://a.b&line_items[0][price]=p&line_items[0][amount]=1",
      "line_items[0][amount]",
    ],
    ["checkout/sessions", "payment_method_types[0]=card", "payment_method_types"],
  ])("refuses %s with %s as Stripe does", async (route, form, param) => {
    const { status, body } = await post(route, form);
    expect(status).toBe(400);
    expect(body.error.type).toBe("invalid_request_error");
    if (route !== "checkout/sessions" || param !== "payment_method_types") {
      expect(body.error).toMatchObject({ code: "parameter_unknown", param });
    }
  });

  test("answers an unknown path, a missing object, another version and another key with an error", async () => {
    expect(await post("refunds", "")).toMatchObject({
      status: 404,
      body: { error: { type: "invalid_request_error" } },
    });
    expect(await post("subscriptions/sub_none", "")).toMatchObject({
      body: { error: { code: "resource_missing" } },
    });
    expect((await post("customers", "", { "stripe-version": "2020-08-27" })).status).toBe(400);
    expect((await post("customers", "", { authorization: "Bearer sk_live_a" })).status).toBe(401);
  });

  test("answers the same to the same key, and refuses it for anything else", async () => {
    const key = { "idempotency-key": "one" };
    const first = await post("customers", "name=a", key);
    expect(await post("customers", "name=a", key)).toEqual(first);
    expect(await post("customers", "name=b", key)).toMatchObject({
      status: 400,
      body: { error: { type: "idempotency_error" } },
    });
    peer().world.advance(86_401);
    expect((await post("customers", "name=b", key)).status).toBe(200);
  });
});

describe("a failure of Stripe", () => {
  test.each<[string, Parameters<ReturnType<typeof peer>["fail"]>[0], StripeProblem]>([
    ["no answer", { kind: "away" }, "away"],
    ["500", { kind: "status", status: 500 }, "failing"],
    ["429", { kind: "status", status: 429 }, "rate_limited"],
    ["an answer that is no object", { kind: "nonsense" }, "away"],
  ])("%s is a value", async (_, fault, problem) => {
    peer().fail(fault);
    expect(await ask("list", (client) => client.prices.list({}))).toMatchObject({ ok: false, problem });
    peer().recover();
  });

  test("that is over by the second attempt is not noticed", async () => {
    peer().fail({ kind: "status", status: 500 }, { times: 2 });
    expect(await ask("list", (client) => client.prices.list({}))).toMatchObject({ ok: true });
  });

  test("is another problem for what is not there and for what is wrong", async () => {
    expect(await ask("invoice", (client) => client.invoices.retrieve("in_none"))).toMatchObject({
      problem: "not_found",
    });
    expect(await ask("price", (client) => client.prices.create({ currency: "usd" }))).toMatchObject({
      problem: "refused",
    });
  });
});

test("a reading that Stripe has already counts as sent", async () => {
  const { id: customerId } = peer().world.createCustomer({});
  const reading = {
    meter: "calls",
    customerId,
    value: 7,
    identifier: "one",
    at: new Date(peer().world.now * 1000),
  } as const;
  expect(await sendMeterEvent(reading)).toEqual({ ok: true, value: null });
  expect(await sendMeterEvent(reading)).toEqual({ ok: true, value: null });
  expect(peer().world.readings.filter(({ customer }) => customer === customerId)).toHaveLength(1);
});

test("tests refuse a live key", async () => {
  const before = settings().stripe;
  settings().stripe = { secretKey: "sk_live_a", webhookSecret: undefined, apiUrl: undefined, livemode: true };
  await expect(ask("list", (client) => client.prices.list({}))).rejects.toThrow("Tests refuse a live key.");
  settings().stripe = before;
});
