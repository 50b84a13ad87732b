import { isDatabaseUnavailable } from "@/db/availability";
import { now, type Wait, wait as waitOnTimer } from "./clock";

const patienceMs = 2_000;
const longestPauseMs = 400;

/**
 * Does what only reads again, for up to two seconds, while the database is away: it restarts faster than that, and
 * ClearML's clients don't repeat a call that was answered 500.
 */
export async function retryRead<T>(read: () => T | Promise<T>, wait: Wait = waitOnTimer): Promise<T> {
  const deadline = now().getTime() + patienceMs;
  for (let pause = 25; ; pause = Math.min(pause * 2, longestPauseMs)) {
    let left = 0;
    try {
      return await read();
    } catch (error) {
      left = deadline - now().getTime();
      if (!isDatabaseUnavailable(error) || left <= 0) throw error;
    }
    await wait(Math.min(pause, left));
  }
}
