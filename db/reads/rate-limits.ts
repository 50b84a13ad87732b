import { eq } from "drizzle-orm";
import { db } from "../client";
import { rateLimits } from "../schema/rate-limits";

export async function findRateLimit(subject: string) {
  const [row] = await db().select().from(rateLimits).where(eq(rateLimits.subject, subject));
  return row;
}
