import { createHmac, type KeyObject } from "node:crypto";
import { keyFor, sameText } from "./crypto";

/** What is hashed for one purpose counts for no other. */
export type KeyedPurpose = "audit-entry" | "audit-head";

/** `keyId.hash`: an HMAC by the installation's newest key, which nobody can make from the database alone. */
export function keyedHash(purpose: KeyedPurpose, text: string): string {
  const hashing = keyFor(purpose);
  if (!hashing) throw new Error("No secret key is configured.");
  return `${hashing.id}.${mac(hashing.key, text)}`;
}

export function checkKeyedHash(
  purpose: KeyedPurpose,
  text: string,
  given: string,
): "right" | "wrong" | "unknown_key" {
  const [keyId = "", hash = ""] = given.split(".");
  const hashing = keyFor(purpose, keyId);
  if (!hashing) return "unknown_key";
  return sameText(given, `${hashing.id}.${mac(hashing.key, text)}`) && hash !== "" ? "right" : "wrong";
}

function mac(key: KeyObject, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}
