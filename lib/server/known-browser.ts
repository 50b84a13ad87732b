import { cookies } from "next/headers";
import { now } from "./clock";
import { cookieName, cookieOptions } from "./session-cookie";
import { signToken, verifyToken } from "./signed-token";

const lifetimeSeconds = 180 * 24 * 3_600;

/** The browser that last opened the account; the account keeps a list of those it knows. */
export type KnownBrowser = { id: string; userId: string };

const cookie = () => cookieName("browser");

/** It grants no access. It only prevents guessing elsewhere from delaying the user in this browser. */
export async function rememberBrowser({ id, userId }: KnownBrowser): Promise<void> {
  const exp = Math.floor(now().getTime() / 1000) + lifetimeSeconds;
  (await cookies()).set(cookie(), signToken("known-browser", { sub: userId, jti: id, exp }), {
    ...cookieOptions(),
    maxAge: lifetimeSeconds,
  });
}

export async function knownBrowser(): Promise<KnownBrowser | undefined> {
  const token = (await cookies()).get(cookie())?.value;
  const claims = token ? verifyToken("known-browser", token, now()) : undefined;
  return typeof claims?.sub === "string" && typeof claims.jti === "string"
    ? { id: claims.jti, userId: claims.sub }
    : undefined;
}
