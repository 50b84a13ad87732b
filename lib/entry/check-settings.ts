import { readSettings } from "@/lib/server/env";
import { StartupProblem } from "./startup-problem";

const makeKey = `echo "k1:$(openssl rand -base64 32)"`;

/** Every setting is looked at before anything is made; an example stands in for what the embedded database adds. */
export function checkSettings(env: Record<string, string | undefined>): void {
  if (env.STEWARD_SECRET_KEYS && env.STEWARD_SECRET_KEYS_FILE) {
    throw new StartupProblem("Set STEWARD_SECRET_KEYS or STEWARD_SECRET_KEYS_FILE, not both.");
  }
  if (env.DATABASE_URL && !env.STEWARD_SECRET_KEYS && !env.STEWARD_SECRET_KEYS_FILE) {
    throw new StartupProblem(
      `STEWARD_SECRET_KEYS must be set if DATABASE_URL is set. Create a key with ${makeKey} and store it safely, or name a file that contains it in STEWARD_SECRET_KEYS_FILE.`,
    );
  }
  const read = readSettings({
    ...env,
    DATABASE_URL: env.DATABASE_URL || "postgres://embedded",
    STEWARD_SECRET_KEYS: env.STEWARD_SECRET_KEYS || `example:${"A".repeat(43)}=`,
  });
  if (!read.ok) throw new StartupProblem(read.problems.join(" "));
}
