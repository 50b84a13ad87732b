export type StripeSettings = {
  secretKey: string;
  /** Without it, no webhook is accepted and only the daily sync brings news. */
  webhookSecret: string | undefined;
  /** A stand-in for Stripe, for development and tests. */
  apiUrl: URL | undefined;
  /** Whether the key moves real money. */
  livemode: boolean;
};

const prefix = "STEWARD_STRIPE_";
const names = ["SECRET_KEY", "WEBHOOK_SECRET", "API_URL"] as const;
type Name = (typeof names)[number];

/** Stripe, if the environment has a key. Problems are sentences for the operator, without any value. */
export function readStripeSettings(env: Record<string, string | undefined>): {
  stripe: StripeSettings | undefined;
  problems: string[];
} {
  const given = new Map<Name, string>();
  const problems: string[] = [];
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith(prefix) || !value) continue;
    const name = names.find((each) => each === variable.slice(prefix.length));
    if (name) given.set(name, value.trim());
    else problems.push(`${variable} is not a setting of Stripe.`);
  }
  const [first] = given.keys();
  if (!first) return { stripe: undefined, problems };
  const secretKey = given.get("SECRET_KEY");
  if (!secretKey) {
    return {
      stripe: undefined,
      problems: [...problems, `${prefix}SECRET_KEY must be set if ${prefix}${first} is set.`],
    };
  }
  const mode = /^[rs]k_(test|live)_\w+$/.exec(secretKey)?.[1];
  if (!mode)
    problems.push(`${prefix}SECRET_KEY must be a secret or restricted key of Stripe, such as sk_test_….`);
  const webhookSecret = given.get("WEBHOOK_SECRET");
  if (webhookSecret !== undefined && !/^whsec_\S+$/.test(webhookSecret)) {
    problems.push(
      `${prefix}WEBHOOK_SECRET must be the signing secret of a webhook endpoint, such as whsec_….`,
    );
  }
  const apiUrl = given.get("API_URL");
  if (apiUrl !== undefined && !isOrigin(apiUrl)) {
    problems.push(`${prefix}API_URL must be a URL without a path, such as http://localhost:12111.`);
  }
  if (apiUrl !== undefined && mode === "live") {
    problems.push(
      `${prefix}API_URL can't be set together with a live key. It names a stand-in, which must never learn one.`,
    );
  }
  if (problems.length > 0) return { stripe: undefined, problems };
  return {
    stripe: {
      secretKey,
      webhookSecret,
      apiUrl: apiUrl === undefined ? undefined : new URL(apiUrl),
      livemode: mode === "live",
    },
    problems,
  };
}

function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === "/" &&
    url.search === "" &&
    url.username === ""
  );
}
