import { createHmac, type KeyObject } from "node:crypto";
import { keyFor, sameText } from "./crypto";
import { keyRingOfTurn } from "./secret-keys";

/** What is signed for one purpose is refused for the other. */
export const tokenPurposes = [
  "session",
  "api-token",
  "connect-identity",
  "second-factor",
  "known-browser",
] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

/** A JSON Web Token, HS256, whose header names the installation key it was signed with. */
export function signToken(purpose: TokenPurpose, claims: Record<string, unknown>): string {
  const signing = keyFor(purpose, undefined, keyRingOfTurn());
  if (!signing) throw new Error("No secret key is configured.");
  const header = encode({ alg: "HS256", typ: "JWT", kid: signing.id });
  const content = `${header}.${encode(claims)}`;
  return `${content}.${mac(signing.key, content)}`;
}

/** The claims of a token that we signed for this purpose and that has not expired at `now`. */
export function verifyToken(
  purpose: TokenPurpose,
  token: string,
  now: Date,
): Record<string, unknown> | undefined {
  const [header, body, signature, ...rest] = token.split(".");
  if (!header || !body || !signature || rest.length > 0) return undefined;
  const { alg, kid } = decode(header) ?? {};
  if (alg !== "HS256" || typeof kid !== "string") return undefined;
  const signing = keyFor(purpose, kid);
  if (!signing) return undefined;
  // As text: several spellings of base64url give the same bytes, and a token has one spelling.
  if (!sameText(signature, mac(signing.key, `${header}.${body}`))) return undefined;
  const claims = decode(body);
  if (!claims || typeof claims.exp !== "number" || claims.exp * 1000 <= now.getTime()) return undefined;
  return claims;
}

function mac(key: KeyObject, content: string): string {
  return createHmac("sha256", key).update(content).digest("base64url");
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
