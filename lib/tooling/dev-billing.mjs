import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureInstalled } from "../entry/launch/install.mjs";

const dir = fileURLToPath(new URL("../..", import.meta.url));
const output = ".next/stripe-stand-in/dev.mjs";
const port = 12_111;

process.chdir(dir);
await ensureInstalled(dir, "all", (line) => console.error(line));
const { build } = await import("esbuild");
await build({
  absWorkingDir: dir,
  entryPoints: ["e2e/peers/stripe/dev.ts"],
  outfile: output,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  tsconfig: "tsconfig.json",
  logLevel: "warning",
});
const standIn = await import(pathToFileURL(path.join(dir, output)).href);
const { url, environment } = await standIn.start(port);
Object.assign(process.env, environment);
console.log(`A stand-in for Stripe: ${url}`);
const { launch } = await import("../entry/launch/launch.mjs");
await launch(["dev", ...process.argv.slice(2)]);
