import { cookies } from "next/headers";
import { now } from "./clock";
import { cookieName, cookieOptions, isSecure } from "./session-cookie";
import { signToken, verifyToken } from "./signed-token";

const lifetimeSeconds = 600;

const cookie = () => cookieName("connect");

/** Proves that this session asked to connect this provider. Without it, the response only signs in. */
export async function keepConnectIntent(sessionId: string, provider: string): Promise<void> {
  const exp = Math.floor(now().getTime() / 1000) + lifetimeSeconds;
  (await cookies()).set(cookie(), signToken("connect-identity", { sid: sessionId, provider, exp }), {
    ...cookieOptions(),
    maxAge: lifetimeSeconds,
  });
}

/** Counts once. The session that asked, where it was about this provider. */
export async function takeConnectIntent(provider: string): Promise<{ sessionId: string } | undefined> {
  const jar = await cookies();
  const token = jar.get(cookie())?.value;
  if (!token) return undefined;
  jar.delete({ name: cookie(), path: "/", secure: isSecure() });
  const claims = verifyToken("connect-identity", token, now());
  return claims?.provider === provider && typeof claims.sid === "string"
    ? { sessionId: claims.sid }
    : undefined;
}
