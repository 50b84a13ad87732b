import { connect } from "./client";

/** Does the work unless another process is at it with the same lock. It ends with the process, however that ends. */
export async function withSessionLock<T>(
  url: string,
  lock: number,
  work: () => Promise<T>,
): Promise<{ done: T } | "taken"> {
  const connection = connect(url, { maxConnections: 1 });
  try {
    const [row] = await connection<{ taken: boolean }[]>`select pg_try_advisory_lock(${lock}) as taken`;
    return row?.taken ? { done: await work() } : "taken";
  } finally {
    await connection.end({ timeout: 5 });
  }
}
