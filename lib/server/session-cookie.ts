import { settings } from "./env";

/** The `__Host-` prefix makes browsers refuse the cookie over http, from a subdomain, or for a part of the site. */
export function sessionCookieName(): string {
  return isSecure() ? "__Host-steward.session" : "steward.session";
}

export function isSecure(): boolean {
  return settings().publicUrl.startsWith("https:");
}

export type SessionClaims = { sub: string; sid: string };
