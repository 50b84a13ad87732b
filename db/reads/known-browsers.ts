import { and, eq } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { knownBrowsers } from "../schema/known-browsers";

export async function isKnownBrowser(userId: UserId, id: string, on: Reader = db()): Promise<boolean> {
  const [row] = await on
    .select({ id: knownBrowsers.id })
    .from(knownBrowsers)
    .where(and(eq(knownBrowsers.userId, userId), eq(knownBrowsers.id, id)));
  return row !== undefined;
}
