import { expect, test } from "vitest";
import { readStripeSettings } from "./settings";

const key = { STEWARD_STRIPE_SECRET_KEY: "sk_test_abc123" };
const url = { STEWARD_STRIPE_API_URL: "http://localhost:12111" };

test("without a key there is no Stripe", () => {
  expect(readStripeSettings({ STEWARD_STRIPE_SECRET_KEY: "", PORT: "1" })).toEqual({
    stripe: undefined,
    problems: [],
  });
});

test.each([
  [key, { secretKey: "sk_test_abc123", webhookSecret: undefined, apiUrl: undefined, livemode: false }],
  [{ STEWARD_STRIPE_SECRET_KEY: "rk_live_abc123" }, { livemode: true }],
  [{ ...key, STEWARD_STRIPE_WEBHOOK_SECRET: "whsec_abc/+=" }, { webhookSecret: "whsec_abc/+=" }],
  [{ ...key, ...url }, { apiUrl: new URL(url.STEWARD_STRIPE_API_URL) }],
])("%o is read", (env, settings) => {
  expect(readStripeSettings(env)).toMatchObject({ stripe: settings, problems: [] });
});

test.each([
  [url, "STEWARD_STRIPE_SECRET_KEY must be set"],
  [{ STEWARD_STRIPE_SECRET_KEY: "pk_test_abc" }, "STEWARD_STRIPE_SECRET_KEY must be"],
  [{ ...key, STEWARD_STRIPE_WEBHOOK_SECRET: "abc" }, "STEWARD_STRIPE_WEBHOOK_SECRET must be"],
  [{ ...key, STEWARD_STRIPE_API_URL: "http://localhost/v1" }, "STEWARD_STRIPE_API_URL must be"],
  [{ ...key, STEWARD_STRIPE_API_URL: "ftp://localhost" }, "STEWARD_STRIPE_API_URL must be"],
  [{ ...url, STEWARD_STRIPE_SECRET_KEY: "sk_live_abc" }, "can't be set together with a live key"],
  [{ ...url, STEWARD_STRIPE_SECRET_KEY: "rk_live_abc" }, "can't be set together with a live key"],
  [{ ...key, STEWARD_STRIPE_WEBHOOK_KEY: "whsec_1" }, "STEWARD_STRIPE_WEBHOOK_KEY is not a setting"],
])("%o is refused", (env, problem) => {
  const { stripe, problems } = readStripeSettings(env);
  expect(stripe).toBeUndefined();
  expect(problems).toEqual([expect.stringContaining(problem)]);
  for (const value of Object.values(env)) expect(problems[0]).not.toContain(value);
});
