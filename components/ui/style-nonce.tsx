"use client";

import { setNonce } from "get-nonce";

let given = false;

/**
 * Hands the page's nonce to the libraries that insert style tags. Only the first one counts: a refreshed
 * layout carries a newer nonce, while the document keeps the policy that it was loaded with.
 */
export function StyleNonce({ nonce }: { nonce: string | undefined }) {
  if (typeof document !== "undefined" && !given && nonce) {
    given = true;
    setNonce(nonce);
  }
  return null;
}
