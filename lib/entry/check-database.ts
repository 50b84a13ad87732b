import { connect, type Sql } from "@/db/client";
import { StartupProblem } from "./startup-problem";

const oldestVersion = 150_000;

/** Throws one line that says what is wrong with the database, and never its password. */
export async function checkDatabase(url: string): Promise<void> {
  const { place, connection } = openAt(url);
  try {
    const [row] = await connection<
      { version: number }[]
    >`select current_setting('server_version_num')::int as version`;
    if (!row || row.version < oldestVersion) {
      throw new StartupProblem(
        `The database at ${place} is older than PostgreSQL 15. Steward needs 15 or newer.`,
      );
    }
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    throw new StartupProblem(
      `The database at ${place} can’t be used: ${reasonOf(error)}. Check DATABASE_URL.`,
    );
  } finally {
    await connection.end({ timeout: 1 }).catch(() => {});
  }
}

function openAt(url: string): { place: string; connection: Sql } {
  try {
    const { hostname, port, pathname } = new URL(url);
    return {
      place: `${hostname || "the local socket"}${port ? `:${port}` : ""}${pathname}`,
      connection: connect(url, { maxConnections: 1, preparedStatements: false }),
    };
  } catch {
    throw new StartupProblem("DATABASE_URL is not a URL. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE.");
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === "ECONNREFUSED") return "the connection was refused";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "the host name is unknown";
  if (code === "CONNECT_TIMEOUT") return "the connection timed out";
  return (message ?? "unknown reason").split("\n")[0] ?? "unknown reason";
}
