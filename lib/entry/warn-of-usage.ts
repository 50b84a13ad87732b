import { warnOfUsage } from "@/lib/operations/usage/warn-of-usage";
import { repeat } from "./repeat";

const everyMs = 10 * 60_000;

/** Looks at the usage of every workspace. Returns what stops it, once the work under way is done. */
export function watchUsage(): () => Promise<void> {
  return repeat(everyMs, "warning of usage", warnOfUsage);
}
