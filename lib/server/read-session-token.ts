import { findLiveSession, type LiveSession } from "@/db/reads/sessions";
import { now } from "./clock";
import { livePeriod } from "./session-period";
import { verifyToken } from "./signed-token";

/** The session that a cookie names, from its row: one that was ended is not found. */
export async function readSessionToken(token: string): Promise<LiveSession | undefined> {
  const claims = verifyToken("session", token, now());
  if (typeof claims?.sid !== "string") return undefined;
  const session = await findLiveSession(claims.sid, livePeriod());
  return session?.userId === claims.sub ? session : undefined;
}
