import type { LivePeriod } from "@/db/reads/sessions";
import { sessionSeenAfter } from "@/lib/core/account/session";
import { now } from "./clock";
import { settings } from "./env";

/** Which sessions are live at this moment, by the operator's idle time-out. */
export function livePeriod(): LivePeriod {
  return { now: now(), seenAfter: sessionSeenAfter(now(), settings().sessionIdleDays) };
}
