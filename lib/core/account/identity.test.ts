import { describe, expect, test } from "vitest";
import { decideIdentity, type IdentityFacts, isOnlyWayIn, ownsDomain, readClaims } from "./identity";
import { describeSignInProblem, readSignInProblem } from "./sign-in-problems";

const stranger: IdentityFacts = {
  known: "nobody",
  claim: "verified",
  account: "none",
  linker: "none",
  invited: false,
  openSignUp: false,
  ownsDomain: false,
};

const refuse = (problem: string) => ({ take: "refuse", problem });

describe("nobody asked to connect it", () => {
  test.each<[string, Partial<IdentityFacts>, object]>([
    ["known", { known: "somebody" }, { take: "sign_in" }],
    ["known, with no address any more", { known: "somebody", claim: "missing" }, { take: "sign_in" }],
    [
      "known, though another account has the address",
      { known: "somebody", account: "unproven" },
      { take: "sign_in" },
    ],
    ["a stranger", {}, refuse("not_invited")],
    ["a stranger from an owned domain", { ownsDomain: true }, refuse("not_invited")],
    ["invited", { invited: true }, { take: "create" }],
    ["open sign-up", { openSignUp: true }, { take: "create" }],
    ["invited, unverified", { invited: true, claim: "unverified" }, refuse("unverified_email")],
    ["open sign-up, unverified", { openSignUp: true, claim: "unverified" }, refuse("unverified_email")],
    ["open sign-up, no address", { openSignUp: true, claim: "missing" }, refuse("no_email")],
    ["an unproven account", { account: "unproven" }, { take: "take_over" }],
    ["an unproven account, invited", { account: "unproven", invited: true }, { take: "take_over" }],
    [
      "an unproven account, unverified",
      { account: "unproven", claim: "unverified" },
      refuse("unverified_email"),
    ],
    ["a proven account", { account: "proven" }, refuse("account_exists")],
    ["a proven account, invited", { account: "proven", invited: true }, refuse("account_exists")],
    ["a proven account, unverified", { account: "proven", claim: "unverified" }, refuse("unverified_email")],
    [
      "a proven account in an owned domain",
      { account: "proven", ownsDomain: true },
      { take: "link_to_address" },
    ],
    [
      "a proven account in an owned domain, unverified",
      { account: "proven", ownsDomain: true, claim: "unverified" },
      refuse("unverified_email"),
    ],
  ])("%s", (_, facts, decision) => {
    expect(decideIdentity({ ...stranger, ...facts })).toEqual(decision);
  });
});

describe("somebody signed in asked to connect it", () => {
  test.each<[string, Partial<IdentityFacts>, object]>([
    ["new", {}, { take: "link_to_linker" }],
    ["without an address", { claim: "missing" }, { take: "link_to_linker" }],
    ["with an unverified address", { claim: "unverified" }, { take: "link_to_linker" }],
    ["with the address of another proven account", { account: "proven" }, { take: "link_to_linker" }],
    ["with the address of another unproven account", { account: "unproven" }, { take: "link_to_linker" }],
    [
      "with one’s own proven address",
      { linker: "holds_the_address", account: "proven" },
      { take: "link_to_linker" },
    ],
    [
      "with one’s own unproven address",
      { linker: "holds_the_address", account: "unproven" },
      { take: "take_over" },
    ],
    [
      "with one’s own unproven address, unverified",
      { linker: "holds_the_address", account: "unproven", claim: "unverified" },
      { take: "link_to_linker" },
    ],
    ["connected to oneself already", { known: "linker" }, { take: "nothing" }],
    ["that opens somebody else’s account", { known: "somebody" }, refuse("connected_elsewhere")],
  ])("%s", (_, facts, decision) => {
    expect(decideIdentity({ ...stranger, linker: "holds_another", ...facts })).toEqual(decision);
  });
});

test.each<[object, object]>([
  [
    { email: "Ada@Example.com", email_verified: true },
    { email: "ada@example.com", claim: "verified" },
  ],
  [{ email: "ada@example.com", email_verified: "true" }, { claim: "verified" }],
  [{ email: "ada@example.com", email_verified: "false" }, { claim: "unverified" }],
  [{ email: "ada@example.com", email_verified: 1 }, { claim: "unverified" }],
  [{ email: "ada@example.com" }, { claim: "unverified" }],
  [
    { email: "ada", email_verified: true },
    { email: null, claim: "missing" },
  ],
  [
    { email: ["ada@example.com"], email_verified: true },
    { email: null, claim: "missing" },
  ],
  [{ email_verified: true }, { email: null, claim: "missing", name: "Unnamed" }],
  [{ name: " Ada Byron ", email: "ada@example.com" }, { name: "Ada Byron" }],
  [{ name: "A", preferred_username: "ada.b", email: "ada@example.com" }, { name: "ada.b" }],
  [{ name: "A\u202eda", email: "ada@example.com" }, { name: "ada" }],
  [{ email: "a@example.com" }, { name: "Unnamed" }],
])("the claims %j are read as %j", (claims, identity) => {
  expect(readClaims({ sub: "one", ...claims })).toMatchObject({ subject: "one", ...identity });
});

const byDomain = { emailClaim: "email", domains: ["corp.example"] };
const byName = { emailClaim: "preferred_username", domains: ["corp.example"] };
const inDomain = { email: "ada@corp.example" };
const named = { preferred_username: "Ada@Corp.example" };

test.each<[string, object, Parameters<typeof readClaims>[1], string, string | null]>([
  ["an address of an owned domain", inDomain, byDomain, "verified", "ada@corp.example"],
  ["an address of another domain", { email: "ada@x.example" }, byDomain, "unverified", "ada@x.example"],
  [
    "an address below an owned domain",
    { email: "a@x.corp.example" },
    byDomain,
    "unverified",
    "a@x.corp.example",
  ],
  [
    "… said to be unverified",
    { ...inDomain, email_verified: false },
    byDomain,
    "unverified",
    "ada@corp.example",
  ],
  ["… said so as text", { ...inDomain, email_verified: "false" }, byDomain, "unverified", "ada@corp.example"],
  [
    "… whose owner is not verified",
    { ...inDomain, xms_edov: false },
    byDomain,
    "unverified",
    "ada@corp.example",
  ],
  ["… the same as a number", { ...inDomain, xms_edov: 0 }, byDomain, "unverified", "ada@corp.example"],
  [
    "… whose owner is verified, without a domain",
    { ...inDomain, xms_edov: true },
    undefined,
    "verified",
    "ada@corp.example",
  ],
  ["… the same as a number", { ...inDomain, xms_edov: 1 }, undefined, "verified", "ada@corp.example"],
  ["… the same as text", { ...inDomain, xms_edov: "1" }, undefined, "verified", "ada@corp.example"],
  ["… with any other value", { ...inDomain, xms_edov: 2 }, undefined, "unverified", "ada@corp.example"],
  [
    "… verified by one claim and denied by the other",
    { ...inDomain, email_verified: true, xms_edov: false },
    undefined,
    "unverified",
    "ada@corp.example",
  ],
  ["a mapped claim of an owned domain", named, byName, "verified", "ada@corp.example"],
  [
    "a mapped claim of another domain, though another address is verified",
    { preferred_username: "ada@x.example", email: "eve@x.example", email_verified: true },
    byName,
    "unverified",
    "ada@x.example",
  ],
  [
    "a mapped claim that the verified address is the same as, without a domain",
    { ...named, email: "ada@corp.example", email_verified: true },
    { ...byName, domains: [] },
    "unverified",
    "ada@corp.example",
  ],
  [
    "a mapped claim that is denied as an address",
    { ...named, ...inDomain, email_verified: false },
    byName,
    "unverified",
    "ada@corp.example",
  ],
  ["a mapped claim that is no address", { preferred_username: "CORP\\ada" }, byName, "missing", null],
  ["no mapped claim, though there is an address", inDomain, byName, "missing", null],
])("%s", (_, claims, trust, claim, email) => {
  expect(readClaims({ sub: "one", ...claims }, trust)).toMatchObject({ claim, email });
});

test.each([[undefined], [""], [7], ["x".repeat(256)]])("the subject %j names nobody", (sub) => {
  expect(readClaims({ sub, email: "ada@example.com", email_verified: true })).toBeUndefined();
});

test.each<[string[], string | null, boolean]>([
  [["corp.example"], "ada@corp.example", true],
  [["other.example", "corp.example"], "ada@corp.example", true],
  [["corp.example"], "ada@lab.corp.example", false],
  [["corp.example"], "ada@notcorp.example", false],
  [["corp.example"], "ada@corp.example.evil.example", false],
  [["corp.example"], null, false],
  [[], "ada@corp.example", false],
])("of the domains %j the address %s is owned: %s", (domains, email, owned) => {
  expect(ownsDomain(domains, email)).toBe(owned);
});

test.each<[boolean, boolean, number, boolean]>([
  [false, false, 0, true],
  [true, false, 0, false],
  [false, true, 0, false],
  [false, false, 1, false],
])(
  "password %s, mail %s, %i others: the only way in: %s",
  (hasPassword, mailConfigured, otherIdentities, only) => {
    expect(isOnlyWayIn({ hasPassword, mailConfigured, otherIdentities })).toBe(only);
  },
);

test.each<[object, string | undefined]>([
  [{ problem: "cancelled" }, "cancelled"],
  [{ problem: "account_exists", error: "OAuthSignin" }, "account_exists"],
  [{ error: "OAuthSignin" }, "unreachable"],
  [{ error: "OAuthCallback" }, "not_trusted"],
  [{ error: "Call us at 0900" }, undefined],
  [{ problem: "toString" }, undefined],
  [{ error: "constructor" }, undefined],
  [{ problem: ["cancelled"] }, undefined],
  [{}, undefined],
])("the address’s %j means %s", (query, problem) => {
  expect(readSignInProblem(query)).toBe(problem);
});

test("a problem is told with the provider’s name, or without one", () => {
  expect(describeSignInProblem("unreachable", "Keycloak")).toMatch(/^Keycloak could not be reached/);
  expect(describeSignInProblem("unreachable", undefined)).toMatch(/^The identity provider could not be/);
});
