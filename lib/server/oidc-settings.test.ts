import { expect, test } from "vitest";
import { readSettings } from "./env";
import { readOidcSettings } from "./oidc-settings";

const corp = {
  STEWARD_OIDC_CORP_ISSUER: "https://id.example.com",
  STEWARD_OIDC_CORP_CLIENT_ID: "steward",
  STEWARD_OIDC_CORP_CLIENT_SECRET: "hunter2",
};

test("nothing named: no provider", () => {
  expect(readOidcSettings({ STEWARD_OIDC_CORP_NAME: "", STEWARD_URL: "x" })).toEqual({
    providers: [],
    problems: [],
  });
});

test("several providers are read, each with what it leaves out", () => {
  const { providers, problems } = readOidcSettings({
    ...corp,
    STEWARD_OIDC_Ada2_ISSUER: " http://localhost:8080/realms/ada ",
    STEWARD_OIDC_Ada2_CLIENT_ID: "ada",
    STEWARD_OIDC_Ada2_CLIENT_SECRET: "s",
    STEWARD_OIDC_Ada2_NAME: "Ada’s ID",
    STEWARD_OIDC_Ada2_SCOPES: "openid  email",
    STEWARD_OIDC_Ada2_EMAIL_CLAIM: "preferred_username",
    STEWARD_OIDC_Ada2_DOMAINS: "Corp.example, , lab.corp.example, Bücher.example",
  });
  expect(problems).toEqual([]);
  expect(providers).toEqual([
    {
      id: "ada2",
      name: "Ada’s ID",
      issuer: "http://localhost:8080/realms/ada",
      clientId: "ada",
      clientSecret: "s",
      scopes: "openid email",
      emailClaim: "preferred_username",
      domains: ["corp.example", "lab.corp.example", "xn--bcher-kva.example"],
    },
    {
      id: "corp",
      name: "CORP",
      issuer: "https://id.example.com",
      clientId: "steward",
      clientSecret: "hunter2",
      scopes: "openid email profile",
      emailClaim: "email",
      domains: [],
    },
  ]);
});

const badIssuer =
  "STEWARD_OIDC_CORP_ISSUER must be an https URL such as https://id.example.com, without a query.";
const half = (names: string) => `${names} must be set to configure the identity provider.`;
const badDomains = "STEWARD_OIDC_CORP_DOMAINS must be a comma-separated list of domains such as example.com.";

test.each<[string, Record<string, string>, string]>([
  ["no issuer", { STEWARD_OIDC_CORP_ISSUER: "" }, half("STEWARD_OIDC_CORP_ISSUER")],
  [
    "no client",
    { STEWARD_OIDC_CORP_CLIENT_ID: "", STEWARD_OIDC_CORP_CLIENT_SECRET: "" },
    half("STEWARD_OIDC_CORP_CLIENT_ID and STEWARD_OIDC_CORP_CLIENT_SECRET"),
  ],
  ["a secret of blanks", { STEWARD_OIDC_CORP_CLIENT_SECRET: " " }, half("STEWARD_OIDC_CORP_CLIENT_SECRET")],
  ["no URL", { STEWARD_OIDC_CORP_ISSUER: "id.example.com" }, badIssuer],
  ["in the clear", { STEWARD_OIDC_CORP_ISSUER: "http://id.example.com" }, badIssuer],
  ["nearly localhost", { STEWARD_OIDC_CORP_ISSUER: "http://localhost.example.com" }, badIssuer],
  ["a query", { STEWARD_OIDC_CORP_ISSUER: "https://id.example.com/?a=b" }, badIssuer],
  ["a password", { STEWARD_OIDC_CORP_ISSUER: "https://u:hunter2@id.example.com" }, badIssuer],
  [
    "no openid",
    { STEWARD_OIDC_CORP_SCOPES: "email profile" },
    "STEWARD_OIDC_CORP_SCOPES must include openid.",
  ],
  [
    "a long name",
    { STEWARD_OIDC_CORP_NAME: "x".repeat(61) },
    "STEWARD_OIDC_CORP_NAME can have at most 60 characters.",
  ],
  ["an address as domain", { STEWARD_OIDC_CORP_DOMAINS: "ada@corp.example" }, badDomains],
  ["every domain", { STEWARD_OIDC_CORP_DOMAINS: "*" }, badDomains],
  ["a top domain", { STEWARD_OIDC_CORP_DOMAINS: "com" }, badDomains],
  [
    "a claim of several words",
    { STEWARD_OIDC_CORP_EMAIL_CLAIM: "upn, email" },
    "STEWARD_OIDC_CORP_EMAIL_CLAIM must be the name of a claim, such as preferred_username or upn.",
  ],
  [
    "a slip in a name",
    { STEWARD_OIDC_CORP_SECRET: "hunter2" },
    "STEWARD_OIDC_CORP_SECRET is not a setting of an identity provider.",
  ],
  [
    "an id with a mark",
    { STEWARD_OIDC_MY_CORP_NAME: "Corp" },
    "STEWARD_OIDC_MY_CORP_NAME is not a setting of an identity provider.",
  ],
  [
    "two that are one",
    { STEWARD_OIDC_corp_NAME: "Corp" },
    "STEWARD_OIDC_corp and STEWARD_OIDC_CORP name the same identity provider.",
  ],
])("%s is refused", (_, env, problem) => {
  const read = readSettings({
    DATABASE_URL: "postgres://db/x",
    STEWARD_SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
    ...corp,
    ...env,
  });
  expect(read).toEqual({ ok: false, problems: [problem] });
  expect(JSON.stringify(read)).not.toContain("hunter2");
});

test("the name of another way in is taken", () => {
  const { problems } = readOidcSettings({ STEWARD_OIDC_PASSWORD_ISSUER: "https://id.example.com" });
  expect(problems).toEqual(["STEWARD_OIDC_PASSWORD can’t be the name of an identity provider."]);
});
