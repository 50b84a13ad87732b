import { settings } from "./env";

/** The `__Host-` prefix makes browsers refuse the cookie over http, from a subdomain, or for a part of the site. */
export function cookieName(name: string): string {
  return `${isSecure() ? "__Host-steward" : "steward"}.${name}`;
}

/** Kept from scripts and from other sites. */
export function cookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const;
}

export function sessionCookieName(): string {
  return cookieName("session");
}

export function isSecure(): boolean {
  return settings().publicUrl.startsWith("https:");
}
