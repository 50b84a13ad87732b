import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { StartupProblem } from "../startup-problem";
import { isAlive } from "./postmaster";

const lockKey = 7_305_117;
const lockName = "steward-lock";

export type FolderLock = { connection: postgres.Sql; release(): Promise<void> };

/** One Steward per data folder. The lock is a database session's, so it dies with the process that holds it. */
export async function lockFolder(
  socketFolder: string,
  username: string,
  dataFolder: string,
  onLost: () => void,
): Promise<FolderLock> {
  let held = false;
  const connection = postgres({
    host: socketFolder,
    port: 5432,
    database: "postgres",
    username,
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    fetch_types: false,
    onnotice: () => {},
    onclose: () => {
      if (held) onLost();
      held = false;
    },
    connection: { application_name: `${lockName} ${process.pid}` },
  });
  const release = () => {
    held = false;
    return connection.end({ timeout: 0 });
  };
  try {
    await takeLock(connection, dataFolder);
    held = true;
  } catch (error) {
    await release();
    throw error;
  }
  return { connection, release };
}

async function takeLock(connection: postgres.Sql, dataFolder: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const [row] = await connection<{ taken: boolean }[]>`select pg_try_advisory_lock(${lockKey}) as taken`;
    if (row?.taken) return;
    const holder = await findHolder(connection);
    const dying = holder === undefined || !isAlive(holder);
    if (!dying || Date.now() > deadline) {
      throw new StartupProblem(
        `Steward is already running on the data folder ${dataFolder} (process ${holder ?? "unknown"}). Stop it first, or set STEWARD_DATA to another folder.`,
      );
    }
    await delay(50);
  }
}

async function findHolder(connection: postgres.Sql): Promise<number | undefined> {
  const [row] = await connection<{ name: string }[]>`
    select application_name as name from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and granted and classid = 0 and objid = ${lockKey}`;
  const pid = Number(row?.name.slice(lockName.length));
  return pid > 0 ? pid : undefined;
}
