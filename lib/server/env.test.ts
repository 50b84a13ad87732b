import { describe, expect, test } from "vitest";
import { readSettings } from "./env";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const required = { DATABASE_URL: "postgres://u:p@db/steward", STEWARD_SECRET_KEYS: `k1:${key(1)}` };

function settingsFrom(env: Record<string, string | undefined>) {
  const read = readSettings({ ...required, ...env });
  if (!read.ok) throw new Error(read.problems.join(" "));
  return read.settings;
}

describe("what is not set", () => {
  test("has a value to start with", () => {
    const { trustedProxies, permittedNetworks, secretKeys, ...rest } = settingsFrom({});
    expect(rest).toEqual({
      port: 3000,
      host: undefined,
      publicUrl: "http://localhost:3000",
      filesUrl: null,
      filesMaxBytes: 107_374_182_400,
      filesKeepFreeBytes: 1_073_741_824,
      storageCredentialsChain: false,
      apiTokenSeconds: 30 * 86_400,
      sessionIdleDays: 30,
      databaseUrl: "postgres://u:p@db/steward",
      databaseDirectUrl: "postgres://u:p@db/steward",
      preparedStatements: true,
      databasePoolSize: 10,
      openSignUp: false,
      dotlessDomains: [],
      decisionNames: { types: new Map(), actions: new Map() },
      preferences: { defaults: {}, forced: {} },
      limits: { users: undefined, artifacts: undefined, metrics: undefined, calls: undefined },
      telemetryUrl: undefined,
      mail: undefined,
      identityProviders: [],
      filesBucket: undefined,
      stripe: undefined,
      logLevel: "info",
    });
    expect(secretKeys).toEqual([{ id: "k1", key: Buffer.alloc(32, 1) }]);
    expect(trustedProxies.check("127.0.0.1")).toBe(false);
    expect(permittedNetworks.check("127.0.0.1")).toBe(false);
  });

  test.each([
    "PORT",
    "HOST",
    "STEWARD_URL",
    "STEWARD_FILES_URL",
    "STEWARD_TRUSTED_PROXIES",
    "STEWARD_API_TOKEN_DAYS",
    "STEWARD_SESSION_IDLE_DAYS",
    "DATABASE_DIRECT_URL",
    "DATABASE_POOL_SIZE",
    "LOG_LEVEL",
  ])("is the same as an empty %s", (name) => {
    expect(settingsFrom({ [name]: "" })).toEqual(settingsFrom({}));
  });

  test.each(["DATABASE_URL", "STEWARD_SECRET_KEYS"])("is refused where it is %s", (name) => {
    for (const missing of [undefined, ""]) {
      expect(readSettings({ ...required, [name]: missing })).toEqual({
        ok: false,
        problems: [`${name} must be set.`],
      });
    }
  });
});

test.each<[string, string, object]>([
  [
    "STEWARD_DEFAULT_PREFERENCES",
    "hide_examples=on, hidden_container_arguments=A B",
    {
      preferences: { defaults: { hide_examples: true, hidden_container_arguments: ["A", "B"] }, forced: {} },
    },
  ],
  [
    "STEWARD_FORCED_PREFERENCES",
    "block_scripts=on",
    { preferences: { defaults: {}, forced: { block_scripts: true } } },
  ],
  ["STEWARD_TELEMETRY_URL", "https://t.example.com/in", { telemetryUrl: "https://t.example.com/in" }],
  ["PORT", "8080", { port: 8080, publicUrl: "http://localhost:8080" }],
  ["PORT", "0", { port: 0 }],
  ["PORT", "65535", { port: 65_535 }],
  ["HOST", "0.0.0.0", { host: "0.0.0.0" }],
  ["STEWARD_URL", "https://steward.example.com", { publicUrl: "https://steward.example.com" }],
  ["STEWARD_URL", "https://steward.example.com/", { publicUrl: "https://steward.example.com" }],
  ["STEWARD_URL", "HTTPS://Steward.Example.com:8443", { publicUrl: "https://steward.example.com:8443" }],
  ["STEWARD_FILES_MAX_BYTES", "1000", { filesMaxBytes: 1_000 }],
  ["STEWARD_FILES_KEEP_FREE_BYTES", "0", { filesKeepFreeBytes: 0 }],
  ["STEWARD_FILES_URL", "https://files.example.com/root", { filesUrl: "https://files.example.com/root" }],
  ["STEWARD_API_TOKEN_DAYS", "1", { apiTokenSeconds: 86_400 }],
  ["STEWARD_API_TOKEN_DAYS", "365", { apiTokenSeconds: 31_536_000 }],
  ["STEWARD_SESSION_IDLE_DAYS", "7", { sessionIdleDays: 7 }],
  [
    "DATABASE_URL",
    "postgresql://db/x",
    { databaseUrl: "postgresql://db/x", databaseDirectUrl: "postgresql://db/x" },
  ],
  [
    "DATABASE_DIRECT_URL",
    "postgres://d/x",
    { databaseDirectUrl: "postgres://d/x", preparedStatements: false },
  ],
  ["DATABASE_POOL_SIZE", "2", { databasePoolSize: 2 }],
  ["LOG_LEVEL", "silent", { logLevel: "silent" }],
  ["NODE_ENV", "anything", { port: 3000 }],
])("%s=%s is read", (name, value, settings) => {
  expect(settingsFrom({ [name]: value })).toMatchObject(settings);
});

const tokenDays = "STEWARD_API_TOKEN_DAYS must be between 1 and 365.";
const idleDays = "STEWARD_SESSION_IDLE_DAYS must be between 1 and 30.";
const badUrl = "STEWARD_URL must be a URL such as https://steward.example.com.";
const withPath = "STEWARD_URL must be a URL without a path.";
const sameAddress =
  "STEWARD_FILES_URL must differ from STEWARD_URL and STEWARD_URL/api, because clearml-init rejects two servers with the same URL.";
const badKeys = "STEWARD_SECRET_KEYS must contain id:key pairs, each key 32 bytes in base64.";
const badProxies =
  "STEWARD_TRUSTED_PROXIES must be a comma-separated list of IP addresses or networks such as 10.0.0.0/8.";
const badLevel = "LOG_LEVEL must be fatal, error, warn, info, debug or silent.";

test.each([
  ["PORT", "http", "PORT must be a whole number."],
  ["PORT", "-1", "PORT must be a whole number."],
  ["PORT", "80.5", "PORT must be a whole number."],
  ["PORT", "0x50", "PORT must be a whole number."],
  ["PORT", "65536", "PORT must be between 0 and 65535."],
  ["STEWARD_URL", "steward.example.com", badUrl],
  ["STEWARD_URL", "ftp://steward.example.com", badUrl],
  ["STEWARD_URL", "https://steward.example.com/app", withPath],
  ["STEWARD_URL", "https://steward.example.com/?a=b", withPath],
  ["STEWARD_URL", "https://", badUrl],
  ["STEWARD_FILES_URL", "files", "STEWARD_FILES_URL must be a URL."],
  ["STEWARD_FILES_URL", "s3://bucket", "STEWARD_FILES_URL must be a URL."],
  ["STEWARD_FILES_URL", "http://localhost:3000", sameAddress],
  ["STEWARD_FILES_URL", "http://localhost:3000/", sameAddress],
  ["STEWARD_FILES_URL", "http://localhost:3000/api", sameAddress],
  ["STEWARD_API_TOKEN_DAYS", "0", tokenDays],
  ["STEWARD_API_TOKEN_DAYS", "366", tokenDays],
  ["STEWARD_API_TOKEN_DAYS", "thirty", "STEWARD_API_TOKEN_DAYS must be a whole number."],
  ["STEWARD_SESSION_IDLE_DAYS", "0", idleDays],
  ["STEWARD_SESSION_IDLE_DAYS", "31", idleDays],
  ["DATABASE_URL", "mysql://db/x", "DATABASE_URL must start with postgres:// or postgresql://."],
  ["DATABASE_DIRECT_URL", "db/x", "DATABASE_DIRECT_URL must start with postgres:// or postgresql://."],
  ["DATABASE_POOL_SIZE", "1", "DATABASE_POOL_SIZE must be between 2 and 200."],
  ["DATABASE_POOL_SIZE", "201", "DATABASE_POOL_SIZE must be between 2 and 200."],
  ["LOG_LEVEL", "verbose", badLevel],
  ["STEWARD_SECRET_KEYS", key(1), badKeys],
  ["STEWARD_SECRET_KEYS", `k1:${Buffer.alloc(31).toString("base64")}`, badKeys],
  ["STEWARD_SECRET_KEYS", `k1:${Buffer.alloc(33).toString("base64")}`, badKeys],
  ["STEWARD_SECRET_KEYS", `k.1:${key(1)}`, badKeys],
  ["STEWARD_SECRET_KEYS", `k1:${key(1)},`, badKeys],
  ["STEWARD_SECRET_KEYS", `k1:${key(1)},k1:${key(2)}`, "STEWARD_SECRET_KEYS contains an id twice."],
  ["STEWARD_TRUSTED_PROXIES", "proxy.internal", badProxies],
  ["STEWARD_TRUSTED_PROXIES", "10.0.0.0/33", badProxies],
  ["STEWARD_TRUSTED_PROXIES", "10.0.0.0/", badProxies],
  ["STEWARD_TRUSTED_PROXIES", "10.0.0.0/8/8", badProxies],
  ["STEWARD_TRUSTED_PROXIES", "::1/129", badProxies],
  ["STEWARD_TRUSTED_PROXIES", "10.0.0.1 10.0.0.2", badProxies],
])("%s=%s is refused: %s", (name, value, problem) => {
  expect(readSettings({ ...required, [name]: value })).toEqual({ ok: false, problems: [problem] });
});

test("every bad value is named in one message, and no value is repeated in it", () => {
  const secret = "postgre://user:hunter2@db/x";
  const read = readSettings({
    PORT: "x",
    LOG_LEVEL: "x",
    DATABASE_URL: secret,
    STEWARD_SECRET_KEYS: "hunter3",
  });
  expect(read).toEqual({
    ok: false,
    problems: [
      "PORT must be a whole number.",
      badKeys,
      "DATABASE_URL must start with postgres:// or postgresql://.",
      badLevel,
    ],
  });
  expect(JSON.stringify(read)).not.toMatch(/hunter/);
});

test("keys keep their order, and both spellings of base64 are read", () => {
  const url = Buffer.alloc(32, 0xfb).toString("base64url");
  expect(settingsFrom({ STEWARD_SECRET_KEYS: `new:${url} , old:${key(2)}` }).secretKeys).toEqual([
    { id: "new", key: Buffer.alloc(32, 0xfb) },
    { id: "old", key: Buffer.alloc(32, 2) },
  ]);
});

test.each([
  ["10.1.2.3", "ipv4", true],
  ["11.0.0.1", "ipv4", false],
  ["192.0.2.9", "ipv4", true],
  ["192.0.2.10", "ipv4", false],
  ["2001:db8::5", "ipv6", true],
  ["2001:db9::5", "ipv6", false],
] as const)("the proxy %s (%s) is trusted: %s", (ip, family, trusted) => {
  const { trustedProxies } = settingsFrom({
    STEWARD_TRUSTED_PROXIES: "10.0.0.0/8, 192.0.2.9,, 2001:db8::/32",
  });
  expect(trustedProxies.check(ip, family)).toBe(trusted);
});

test("domains without a dot are read as they are compared, and others are refused", () => {
  expect(settingsFrom({ STEWARD_EMAIL_DOTLESS_DOMAINS: "Localhost, ,b\u00fccher" }).dotlessDomains).toEqual([
    "localhost",
    "xn--bcher-kva",
  ]);
  for (const given of ["corp.example", "*", "ada@corp"]) {
    expect(readSettings({ ...required, STEWARD_EMAIL_DOTLESS_DOMAINS: given })).toEqual({
      ok: false,
      problems: [
        "STEWARD_EMAIL_DOTLESS_DOMAINS must be a comma-separated list of domains without a dot, such as localhost.",
      ],
    });
  }
});
