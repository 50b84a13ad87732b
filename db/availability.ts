const codes = new Set([
  // The connection, as the system and the driver name its failures.
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN"],
  ...["CONNECT_TIMEOUT", "CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED"],
  // PostgreSQL: shutting down, crashed, starting up, too many connections.
  ...["57P01", "57P02", "57P03", "53300"],
]);

/** Whether a statement failed because the database could not be reached, so that it may succeed a moment later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, syscall } = at as NodeJS.ErrnoException;
    if (code === undefined) continue;
    // A Unix socket that is not there belongs to a server that is not there.
    if (codes.has(code) || code.startsWith("08") || (code === "ENOENT" && syscall === "connect")) return true;
  }
  return false;
}
