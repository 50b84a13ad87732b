import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "../entry/launch/build.mjs";
import { ensureInstalled } from "../entry/launch/install.mjs";

const dir = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const benches = ["wire", "clients", "vault", "access", "people", "pages", "resources", "editor", "files"];
const served = ["wire", "clients", "people", "resources", "editor", "files"];
const asked = process.argv.slice(2);
const stranger = asked.find((name) => !benches.includes(name));
if (stranger !== undefined) {
  console.error(`There is no bench ${stranger}. Choose from: ${benches.join(" ")}`);
  process.exit(1);
}

await ensureInstalled(dir, "all", console.log);
for (const name of asked.length > 0 ? asked : benches) {
  console.log(`\n── ${name}`);
  if (served.includes(name)) await ensureBuilt(dir, console.log);
  const script = path.join(dir, "lib/tooling/bench", `${name}.mjs`);
  const { status } = spawnSync(process.execPath, [script], { cwd: dir, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
