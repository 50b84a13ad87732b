import { randomBytes } from "node:crypto";
import pino, { type Logger } from "pino";
import { describeError } from "./describe-error";
import { settings } from "./env";

let logger: Logger | undefined;

const flushEveryMs = 500;

/** JSON lines on standard error, written in batches. Callers pass named facts only, never a header, body, address bar or whole row. */
export function log(): Logger {
  if (logger) return logger;
  // A write of its own for every line would cost a request more than its query does.
  const destination = pino.destination({ dest: 2, sync: false, minLength: 8192 });
  logger = pino(
    {
      level: settings().logLevel,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    destination,
  );
  setInterval(() => destination.flush(), flushEveryMs).unref();
  process.on("exit", () => flushNow(destination));
  return logger;
}

/** Nothing to write yet, or nobody who reads: neither may keep the process from ending. */
function flushNow(destination: { flushSync: () => void }): void {
  try {
    destination.flushSync();
  } catch {}
}

/** Logs a bug and returns the reference by which a user can name it to the operator. */
export function logUnexpected(error: unknown, where: string): string {
  const reference = randomBytes(4).toString("hex");
  log().error({ err: error, where, reference }, "unexpected failure");
  return reference;
}
