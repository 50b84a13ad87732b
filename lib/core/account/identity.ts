import { z } from "zod";
import { emailAddress } from "./email";
import { personName } from "./name";

export type Claim = "verified" | "unverified" | "missing";

/** The claims of a provider that Steward uses. */
export type Identity = { subject: string; name: string; email: string | null; claim: Claim };

const subject = z.string().min(1).max(255);

/** What the operator says of a provider's addresses. */
export type EmailTrust = {
  /** The claim that holds the address. */
  emailClaim: string;
  /** Domains of addresses that only this provider issues, in lower case. */
  domains: readonly string[];
};

/** Undefined if the claims have no subject. */
export function readClaims(
  claims: Record<string, unknown>,
  trust: EmailTrust = { emailClaim: "email", domains: [] },
): Identity | undefined {
  const named = subject.safeParse(claims.sub);
  if (!named.success) return undefined;
  const email = emailAddress.safeParse(claims[trust.emailClaim]).data ?? null;
  return {
    subject: named.data,
    name: nameFrom(claims, email),
    email,
    claim: email === null ? "missing" : isProven(claims, email, trust) ? "verified" : "unverified",
  };
}

/** Some providers send truth values as text or a number. Nothing where the claim is absent. */
function truthOf(value: unknown, truths: readonly unknown[]): boolean | undefined {
  return value === undefined ? undefined : truths.includes(value);
}

/**
 * `email_verified`, and `xms_edov` of Microsoft Entra, speak of the claim `email` alone: an address from
 * another claim is proven only by the provider's owning its domain. What is denied is proven by nothing.
 */
function isProven(claims: Record<string, unknown>, email: string, trust: EmailTrust): boolean {
  const said = [
    truthOf(claims.email_verified, [true, "true"]),
    truthOf(claims.xms_edov, [true, 1, "1", "true"]),
  ];
  const speaksOfIt = emailAddress.safeParse(claims.email).data === email;
  if (speaksOfIt && said.includes(false)) return false;
  if (trust.emailClaim === "email" && said.includes(true)) return true;
  return ownsDomain(trust.domains, email);
}

function nameFrom(claims: Record<string, unknown>, email: string | null): string {
  const candidates = [claims.name, claims.preferred_username, email?.split("@")[0]];
  for (const candidate of candidates) {
    const name = personName.safeParse(candidate);
    if (name.success) return name.data;
  }
  return "Unnamed";
}

/** Only the domain itself, because its owner may not own its subdomains. */
export function ownsDomain(domains: readonly string[], email: string | null): boolean {
  const domain = email?.slice(email.lastIndexOf("@") + 1);
  return domain !== undefined && domains.includes(domain);
}

export type IdentityFacts = {
  /** The account that the identity is connected to. */
  known: "nobody" | "linker" | "somebody";
  claim: Claim;
  /** The account that carries the claimed address. */
  account: "none" | "unproven" | "proven";
  /** The signed-in account that asked to connect it. */
  linker: "none" | "holds_the_address" | "holds_another";
  invited: boolean;
  openSignUp: boolean;
  ownsDomain: boolean;
};

export type IdentityDecision =
  | { take: "sign_in" | "create" | "take_over" | "link_to_linker" | "link_to_address" | "nothing" }
  | { take: "refuse"; problem: IdentityProblem };

export type IdentityProblem =
  | "connected_elsewhere"
  | "no_email"
  | "unverified_email"
  | "account_exists"
  | "not_invited"
  | "session_ended";

/**
 * An address alone never links. Otherwise, anybody who can get an address verified at some provider could
 * sign in to any account. It takes a session of the account, or a provider that the owner of the domain runs.
 */
export function decideIdentity(facts: IdentityFacts): IdentityDecision {
  const isTakeOver = facts.claim === "verified" && facts.account === "unproven";
  if (facts.linker !== "none") {
    if (facts.known === "linker") return { take: "nothing" };
    if (facts.known === "somebody") return { take: "refuse", problem: "connected_elsewhere" };
    return { take: isTakeOver && facts.linker === "holds_the_address" ? "take_over" : "link_to_linker" };
  }
  if (facts.known !== "nobody") return { take: "sign_in" };
  if (facts.claim === "missing") return { take: "refuse", problem: "no_email" };
  if (facts.claim === "unverified") return { take: "refuse", problem: "unverified_email" };
  if (isTakeOver) return { take: "take_over" };
  if (facts.account === "proven") {
    return facts.ownsDomain ? { take: "link_to_address" } : { take: "refuse", problem: "account_exists" };
  }
  return facts.invited || facts.openSignUp ? { take: "create" } : { take: "refuse", problem: "not_invited" };
}

/** The last way to sign in is kept. With a mail server, there is always another one. */
export function isOnlyWayIn(facts: {
  hasPassword: boolean;
  mailConfigured: boolean;
  otherIdentities: number;
}): boolean {
  return !facts.hasPassword && !facts.mailConfigured && facts.otherIdentities === 0;
}

const provider = z.string().regex(/^[a-z0-9]{1,100}$/);

export const providerChoice = z.object({ provider });

export const identityChoice = z.object({ provider, subject });
export type IdentityChoice = z.infer<typeof identityChoice>;
