import path from "node:path";
import esbuild from "esbuild";
import { bundleOptions } from "../../entry/launch/build.mjs";
import { load, processorTime, requestsOf } from "./beside-bare.mjs";
import { median, withSteward } from "./steward.mjs";

const rounds = 9;
const seconds = 3;
const connections = 8;
const folder = ".next/steward-unmetered";

/** One that is counted by credentials alone, and one that is counted for a project as well. */
const calls = {
  "users.get_vaults": () => "enabled=true&types=config&types=config",
  "tasks.get_by_id": (task) => `task=${task}&only_fields=id&only_fields=name`,
};

/**
 * What counting calls costs the wire: Steward beside a build of the same sources that counts none, in turn in every
 * round, each on a database of its own.
 */
export async function benchMetering(dir) {
  const main = await bundleUnmetered(dir);
  await withSteward(dir, (metered) =>
    withSteward(dir, (unmetered) => compare(metered, unmetered), { main: path.join(dir, main) }),
  );
}

async function bundleUnmetered(dir) {
  const plugin = {
    name: "unmetered",
    setup: (build) =>
      build.onLoad({ filter: /lib\/server\/call-meter\.ts$/ }, () => ({
        contents:
          "export const countCall = () => {}; export const countProjectCall = () => {}; export const unstoredCalls = () => ({ counts: [], projects: [] }); export const callsWereStored = () => {};",
      })),
  };
  await esbuild.build({ ...bundleOptions(dir, folder, ["main", "vault-worker"]), plugins: [plugin] });
  return `${folder}/main.mjs`;
}

async function compare(metered, unmetered) {
  const sides = await Promise.all([metered, unmetered].map(prepare));
  console.log(
    `\nMetering on beside off, ${rounds} rounds of ${seconds} s, ${connections} connections; medians`,
  );
  console.log(
    "| call | requests/s | without | ratio | CPU µs | without | cost in CPU | aim |\n|---|---|---|---|---|---|---|---|",
  );
  for (const name of Object.keys(calls)) await compareCall(name, sides);
}

async function compareCall(name, sides) {
  const runs = [];
  for (let round = -1; round < rounds; round += 1) {
    // The other one first in every second round: what comes second may find a warmer machine.
    const order = round % 2 === 0 ? sides : [...sides].reverse();
    const measured = new Map();
    for (const side of order) measured.set(side, await measure(side, name, round < 0 ? 1 : seconds));
    if (round >= 0) runs.push(sides.map((side) => measured.get(side)));
  }
  const ratioOf = (read) => median(runs.map(([ours, theirs]) => read(ours) / read(theirs)));
  const [on, off] = [0, 1].map((side) => ({
    perSecond: median(runs.map((run) => run[side].perSecond)),
    cpu: median(runs.map((run) => run[side].cpu)),
  }));
  const cost = (ratioOf(({ cpu }) => cpu) - 1) * 100;
  console.log(
    `| \`${name}\` | ${Math.round(on.perSecond)} | ${Math.round(off.perSecond)} | ${ratioOf(({ perSecond }) => perSecond).toFixed(3)} | ${on.cpu.toFixed(1)} | ${off.cpu.toFixed(1)} | ${cost.toFixed(1)} % | under 3 % |`,
  );
}

async function prepare({ port, pid, demo }) {
  const { access_key, secret_key } = demo.credentials;
  const authorization = `Basic ${Buffer.from(`${access_key}:${secret_key}`).toString("base64")}`;
  const ask = async (call, headers) =>
    (await (await fetch(`http://localhost:${port}/api/${call}`, { headers })).json()).data;
  const { token } = await ask("auth.login", { authorization });
  const known = { authorization: `Bearer ${token}` };
  const { tasks } = await ask("tasks.get_all?only_fields=id&only_fields=project", known);
  const task = tasks.find(({ project }) => project).id;
  const heads = Object.fromEntries(
    Object.entries(calls).map(([name, query]) => [
      name,
      requestsOf({ path: `/api/${name}?${query(task)}`, headers: [known] }),
    ]),
  );
  return { port, pid, heads };
}

async function measure({ port, pid, heads }, name, length) {
  const before = processorTime(pid);
  const measured = await load({ port, heads: heads[name], connections, seconds: length });
  if (Object.keys(measured.statuses).join() !== "200") {
    throw new Error(`The call was answered ${JSON.stringify(measured.statuses)}`);
  }
  return { ...measured, cpu: (processorTime(pid) - before) / measured.requests };
}
