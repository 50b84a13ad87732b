import { findLiveSession, type LiveSession } from "@/db/reads/sessions";
import type { UserId } from "@/lib/core/identifiers";
import { now } from "./clock";
import { livePeriod } from "./session-period";
import { verifyToken } from "./signed-token";

export type SessionClaims = { sessionId: string; userId: UserId };

/** What a cookie of ours says; whether the session is still valid is in its row. */
export function readSessionClaims(token: string): SessionClaims | undefined {
  const claims = verifyToken("session", token, now());
  if (typeof claims?.sid !== "string" || typeof claims.sub !== "string") return undefined;
  return { sessionId: claims.sid, userId: claims.sub as UserId };
}

/** The session that a cookie names, from its row: one that was ended is not found. */
export async function readSessionToken(token: string): Promise<LiveSession | undefined> {
  const claims = readSessionClaims(token);
  const session = claims && (await findLiveSession(claims.sessionId, livePeriod()));
  return session?.userId === claims?.userId ? session : undefined;
}
