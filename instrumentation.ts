/** Opens the database where Next runs without Steward's own server around it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { isPoolOpen, openPool } = await import("@/db/client");
  if (isPoolOpen() || !process.env.DATABASE_URL) return;
  const { settings } = await import("@/lib/server/env");
  const { databaseUrl, databasePoolSize, preparedStatements } = settings();
  openPool(databaseUrl, { maxConnections: databasePoolSize, preparedStatements });
}
