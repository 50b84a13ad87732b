import { BlockList, isIP } from "node:net";
import { z } from "zod";
import { readDecisionNames } from "@/lib/core/access/decisions/names";
import { asciiDomain } from "@/lib/core/account/domain";
import { readPreferenceList } from "@/lib/core/account/interface-preferences";
import { longestSessionIdleDays } from "@/lib/core/account/session";
import { type BucketSettings, readBucketSettings } from "./file-store/s3-settings";
import { keyList } from "./key-list";
import { type IdentityProviderSettings, readOidcSettings } from "./oidc-settings";
import { readStripeSettings, type StripeSettings } from "./stripe/settings";

const origin = (name: string) =>
  z
    .url({
      protocol: /^https?$/,
      error: `${name} must be a URL such as https://steward.example.com.`,
      abort: true,
    })
    .refine((text) => ["", "/"].includes(new URL(text).pathname) && !new URL(text).search, {
      error: `${name} must be a URL without a path.`,
    })
    .transform((text) => new URL(text).origin);

const wholeNumber = (name: string, least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `${name} must be a whole number.`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `${name} must be between ${least} and ${most}.`);

const byteCount = (name: string) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `${name} must be a number of bytes.`)
    .transform(Number);

const databaseUrl = (name: string) =>
  z.string().regex(/^postgres(ql)?:\/\//, `${name} must start with postgres:// or postgresql://.`);

const commaList = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((entry) => entry.trim())
      .filter(Boolean),
  );

const networks = (name: string) =>
  commaList
    .pipe(
      z.array(
        z.string().refine((entry) => {
          const [ip = "", bits, ...rest] = entry.split("/");
          const family = isIP(ip);
          if (family === 0 || rest.length > 0) return false;
          return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
        }, `${name} must be a comma-separated list of IP addresses or networks such as 10.0.0.0/8.`),
      ),
    )
    .transform(blockListOf);

const dotlessDomains = commaList.pipe(
  z.array(
    z.string().transform((entry, context) => {
      const domain = asciiDomain(entry);
      if (domain !== undefined && !domain.includes(".")) return domain;
      const message =
        "STEWARD_EMAIL_DOTLESS_DOMAINS must be a comma-separated list of domains without a dot, such as localhost.";
      context.issues.push({ code: "custom", message, input: entry });
      return z.NEVER;
    }),
  ),
);

const decisionNames = commaList.transform((pairs, context) => {
  const names = readDecisionNames(pairs);
  if (!("problem" in names)) return names;
  const message = `STEWARD_DECISION_NAMES must be a comma-separated list of pairs such as record=task or write=modify. ${names.problem}`;
  context.issues.push({ code: "custom", message, input: pairs });
  return z.NEVER;
});

const preferenceList = (name: string) =>
  commaList.transform((pairs, context) => {
    const read = readPreferenceList(pairs);
    if (!("problem" in read)) return read.values;
    const message = `${name} must be a comma-separated list such as block_scripts=on,hide_examples=off. ${read.problem}`;
    context.issues.push({ code: "custom", message, input: pairs });
    return z.NEVER;
  });

const schema = z
  .object({
    PORT: wholeNumber("PORT", 0, 65_535).default(3000),
    HOST: z.string().min(1).optional(),
    STEWARD_URL: origin("STEWARD_URL").optional(),
    STEWARD_FILES_URL: z.url({ protocol: /^https?$/, error: "STEWARD_FILES_URL must be a URL." }).optional(),
    STEWARD_FILES_MAX_BYTES: byteCount("STEWARD_FILES_MAX_BYTES").default(100 * 1024 ** 3),
    STEWARD_FILES_KEEP_FREE_BYTES: byteCount("STEWARD_FILES_KEEP_FREE_BYTES").default(1024 ** 3),
    STEWARD_SECRET_KEYS: keyList,
    STEWARD_TRUSTED_PROXIES: networks("STEWARD_TRUSTED_PROXIES"),
    STEWARD_PERMITTED_NETWORKS: networks("STEWARD_PERMITTED_NETWORKS"),
    STEWARD_STORAGE_CREDENTIALS_CHAIN: z
      .enum(["on", "off"], { error: "STEWARD_STORAGE_CREDENTIALS_CHAIN must be on or off." })
      .default("off"),
    STEWARD_API_TOKEN_DAYS: wholeNumber("STEWARD_API_TOKEN_DAYS", 1, 365).default(30),
    STEWARD_SESSION_IDLE_DAYS: wholeNumber("STEWARD_SESSION_IDLE_DAYS", 1, longestSessionIdleDays).default(
      longestSessionIdleDays,
    ),
    DATABASE_URL: databaseUrl("DATABASE_URL"),
    DATABASE_DIRECT_URL: databaseUrl("DATABASE_DIRECT_URL").optional(),
    DATABASE_POOL_SIZE: wholeNumber("DATABASE_POOL_SIZE", 2, 200).default(10),
    STEWARD_SIGN_UP: z
      .enum(["invitation", "open"], { error: "STEWARD_SIGN_UP must be invitation or open." })
      .default("invitation"),
    STEWARD_EMAIL_DOTLESS_DOMAINS: dotlessDomains,
    STEWARD_DECISION_NAMES: decisionNames,
    STEWARD_DEFAULT_PREFERENCES: preferenceList("STEWARD_DEFAULT_PREFERENCES"),
    STEWARD_FORCED_PREFERENCES: preferenceList("STEWARD_FORCED_PREFERENCES"),
    STEWARD_TELEMETRY_URL: z
      .url({ protocol: /^https?$/, error: "STEWARD_TELEMETRY_URL must be a URL." })
      .optional(),
    STEWARD_SEATS: wholeNumber("STEWARD_SEATS", 1, 1_000_000).optional(),
    STEWARD_ARTIFACT_BYTES: byteCount("STEWARD_ARTIFACT_BYTES").optional(),
    STEWARD_METRICS_BYTES: byteCount("STEWARD_METRICS_BYTES").optional(),
    STEWARD_API_CALLS: z
      .string()
      .regex(/^\d{1,15}$/, "STEWARD_API_CALLS must be a number of calls.")
      .transform(Number)
      .optional(),
    SMTP_URL: z
      .url({
        protocol: /^smtps?$/,
        error: "SMTP_URL must be a URL such as smtp://user:password@mail.example.com:587.",
      })
      .optional(),
    MAIL_FROM: z.string().min(3, "MAIL_FROM must be an e-mail address.").max(320).optional(),
    LOG_LEVEL: z
      .enum(["fatal", "error", "warn", "info", "debug", "silent"], {
        error: "LOG_LEVEL must be fatal, error, warn, info, debug or silent.",
      })
      .default("info"),
  })
  .refine(
    (env) => !env.SMTP_URL || env.MAIL_FROM,
    "MAIL_FROM must be set if SMTP_URL is set. It is the sender of every e-mail.",
  )
  .transform((env) => ({
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.STEWARD_URL ?? `http://localhost:${env.PORT}`,
    filesUrl: env.STEWARD_FILES_URL ?? null,
    filesMaxBytes: env.STEWARD_FILES_MAX_BYTES,
    filesKeepFreeBytes: env.STEWARD_FILES_KEEP_FREE_BYTES,
    secretKeys: env.STEWARD_SECRET_KEYS,
    trustedProxies: env.STEWARD_TRUSTED_PROXIES,
    /** Those that hosts which users name may lead to, though they are not public. */
    permittedNetworks: env.STEWARD_PERMITTED_NETWORKS,
    /** Whether administrators can have objects deleted with the AWS credentials that the server was started with. */
    storageCredentialsChain: env.STEWARD_STORAGE_CREDENTIALS_CHAIN === "on",
    apiTokenSeconds: env.STEWARD_API_TOKEN_DAYS * 86_400,
    sessionIdleDays: env.STEWARD_SESSION_IDLE_DAYS,
    databaseUrl: env.DATABASE_URL,
    databaseDirectUrl: env.DATABASE_DIRECT_URL ?? env.DATABASE_URL,
    /** A direct address is only given where the other goes through a pooler. */
    preparedStatements: env.DATABASE_DIRECT_URL === undefined,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    /** Whether anybody can create an account, or only invited users. */
    openSignUp: env.STEWARD_SIGN_UP === "open",
    /** Domains without a dot whose addresses may have an account. */
    dotlessDomains: env.STEWARD_EMAIL_DOTLESS_DOMAINS,
    /** Names that callers of the decision API use for types and actions. */
    decisionNames: env.STEWARD_DECISION_NAMES,
    /** What the operator lets each workspace use, where no plan says so; nothing: any amount. */
    limits: {
      users: env.STEWARD_SEATS,
      artifacts: env.STEWARD_ARTIFACT_BYTES,
      metrics: env.STEWARD_METRICS_BYTES,
      calls: env.STEWARD_API_CALLS,
    },
    /** How pages behave for users who chose nothing, and what no user can change. */
    preferences: { defaults: env.STEWARD_DEFAULT_PREFERENCES, forced: env.STEWARD_FORCED_PREFERENCES },
    /** Where the telemetry of users who share it is sent to; nothing is sent without it. */
    telemetryUrl: env.STEWARD_TELEMETRY_URL,
    mail: env.SMTP_URL && env.MAIL_FROM ? { url: env.SMTP_URL, from: env.MAIL_FROM } : undefined,
    logLevel: env.LOG_LEVEL,
  }))
  .refine(
    ({ filesUrl, publicUrl }) =>
      ![publicUrl, `${publicUrl}/api`].includes(filesUrl?.replace(/\/+$/, "") ?? ""),
    "STEWARD_FILES_URL must differ from STEWARD_URL and STEWARD_URL/api, because clearml-init rejects two servers with the same URL.",
  );

export type Settings = z.output<typeof schema> & {
  identityProviders: IdentityProviderSettings[];
  /** For uploaded files, instead of a folder. */
  filesBucket: BucketSettings | undefined;
  /** Without it there are no plans. */
  stripe: StripeSettings | undefined;
};

/** Reads every setting; an empty variable counts as unset. Problems are sentences for the operator. */
export function readSettings(
  env: Record<string, string | undefined>,
): { ok: true; settings: Settings } | { ok: false; problems: string[] } {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(given);
  const { providers, problems: oidcProblems } = readOidcSettings(given);
  const { bucket, problems: bucketProblems } = readBucketSettings(given);
  const { stripe, problems: stripeProblems } = readStripeSettings(given);
  const problems = [...oidcProblems, ...bucketProblems, ...stripeProblems];
  if (parsed.success && problems.length === 0) {
    return {
      ok: true,
      settings: { ...parsed.data, identityProviders: providers, filesBucket: bucket, stripe },
    };
  }
  const issues = parsed.success ? [] : parsed.error.issues;
  return {
    ok: false,
    problems: issues
      .map((issue) =>
        issue.code === "invalid_type" ? `${issue.path.join(".")} must be set.` : issue.message,
      )
      .concat(problems),
  };
}

let current: Settings | undefined;

/** The settings of this process. They are checked before anything serves, so a failure here is a bug. */
export function settings(): Settings {
  if (current) return current;
  const read = readSettings(process.env);
  if (!read.ok) throw new Error(read.problems.join(" "));
  current = read.settings;
  return current;
}

function blockListOf(entries: string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [ip = "", bits] = entry.split("/");
    const family = isIP(ip) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(ip, family);
    else list.addSubnet(ip, Number(bits), family);
  }
  return list;
}
