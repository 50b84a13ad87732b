import path from "node:path";
import { afterEach, expect, test } from "vitest";
import {
  type Credentials,
  callWire,
  cleanUp,
  postmasterPid,
  StewardProcess,
  temporaryFolder,
} from "./steward-process";

const rounds = 20;
const writers = 4;

afterEach(cleanUp);

test(`${rounds} times killed in the middle of writing, nothing that was acknowledged is lost`, async () => {
  const data = path.join(temporaryFolder(), "data");
  const demo = await StewardProcess.start({ args: ["--demo", "--json"], env: { STEWARD_DATA: data } });
  const { credentials } = await demo.announcement();
  expect(await demo.stop()).toBe(0);

  const acknowledged = new Set<string>();
  for (let round = 1; round <= rounds; round += 1) {
    const started = await StewardProcess.start({ env: { STEWARD_DATA: data } });
    await started.serves();
    expect(await findMissing(started.url, credentials, acknowledged)).toEqual([]);

    const enough = acknowledged.size + 3 + ((round * 7) % 23);
    let killed = false;
    const killAtOnce = () => {
      killed = true;
      // Every other round takes the database along, as when a machine's memory runs out.
      const database = round % 2 === 0 ? postmasterPid(data) : undefined;
      if (database) process.kill(database, "SIGKILL");
      void started.kill();
    };
    await Promise.all(
      Array.from({ length: writers }, () =>
        writeUntilRefused(started.url, credentials, (accessKey) => {
          acknowledged.add(accessKey);
          if (acknowledged.size === enough) killAtOnce();
        }),
      ),
    );
    expect(killed).toBe(true);
    expect(await started.ended).toBeNull();
    expect(acknowledged.size).toBeGreaterThanOrEqual(enough);
  }

  const last = await StewardProcess.start({ env: { STEWARD_DATA: data } });
  await last.serves();
  expect(await findMissing(last.url, credentials, acknowledged)).toEqual([]);
  expect(await last.stop()).toBe(0);
}, 600_000);

async function writeUntilRefused(
  url: string,
  credentials: Credentials,
  onAcknowledged: (accessKey: string) => void,
): Promise<void> {
  for (;;) {
    const answer = await callWire(url, "auth.create_credentials", credentials).catch(() => undefined);
    if (answer?.status !== 200) return;
    onAcknowledged((answer.data as { credentials: Credentials }).credentials.access_key);
  }
}

async function findMissing(
  url: string,
  credentials: Credentials,
  acknowledged: Set<string>,
): Promise<string[]> {
  const { status, data } = await callWire(url, "auth.get_credentials", credentials);
  expect(status).toBe(200);
  const listed = new Set((data as { credentials: Credentials[] }).credentials.map((one) => one.access_key));
  return [...acknowledged].filter((accessKey) => !listed.has(accessKey));
}
