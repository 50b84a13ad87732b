import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ExpectedFailure, runQuietly, withPreparationLock } from "./steps.mjs";

const output = ".next/steward";
const sourceFolders = ["app", "components", "db", "lib", "public"];
/** What the operator runs beside the server, each an entry of its own. */
export const commands = ["users", "audit", "keys", "usage", "config", "stripe-setup"];

const elsewhere = new Set(["biome.json", "drizzle.config.ts", "next-env.d.ts"]);

/**
 * Builds the pages and the server for production unless their sources are as they were at the last build.
 * @param {string} dir
 * @param {(line: string) => void} say
 */
export async function ensureBuilt(dir, say) {
  if (isBuilt(dir, hashSources(dir))) return;
  await withPreparationLock(dir, say, async () => {
    const sources = hashSources(dir);
    if (isBuilt(dir, sources)) return;
    const started = Date.now();
    say("Building…");
    await build(dir, sources);
    say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
  });
}

async function build(dir, sources) {
  rmSync(path.join(dir, output), { recursive: true, force: true });
  const next = path.join(dir, "node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const { succeeded, said } = await runQuietly(process.execPath, [next, "build"], { cwd: dir, env });
  if (!succeeded) throw new ExpectedFailure(`${said}\n\nThe build failed. See the output of Next.js above.`);
  await bundle(dir, output, ["main", "vault-worker", ...commands]);
  const stamp = path.join(dir, output, "build.json");
  writeFileSync(`${stamp}.new`, `${JSON.stringify({ sources })}\n`);
  renameSync(`${stamp}.new`, stamp);
}

/** An operator's command, as it was built with the server or else by itself. Returns the file to run. */
export async function ensureCommand(dir, name) {
  if (isBuilt(dir, hashSources(dir))) return `${output}/${name}.mjs`;
  await bundle(dir, `${output}-${name}`, [name]);
  return `${output}-${name}/${name}.mjs`;
}

/** Puts the server's TypeScript into one file that Node runs; packages stay where they are installed. */
export async function bundle(dir, folder, names) {
  const require = createRequire(path.join(dir, "package.json"));
  const esbuild = await import(pathToFileURL(require.resolve("esbuild")).href);
  try {
    await esbuild.build(bundleOptions(dir, folder, names));
  } catch (error) {
    throw new ExpectedFailure(
      `${error.message}\n\nThe server could not be bundled. See the output of esbuild above.`,
    );
  }
}

export function bundleOptions(dir, folder, names) {
  return {
    absWorkingDir: dir,
    entryPoints: names.map((name) => `lib/entry/${name}.ts`),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: true,
    tsconfig: "tsconfig.json",
    logLevel: "silent",
  };
}

function isBuilt(dir, sources) {
  try {
    return JSON.parse(readFileSync(path.join(dir, output, "build.json"), "utf8")).sources === sources;
  } catch {
    return false;
  }
}

export function hashSources(dir) {
  const hash = createHash("sha256");
  for (const file of listSources(dir)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(dir, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function listSources(dir) {
  const atRoot = readdirSync(dir, { withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.(json|[cm]?[jt]s)$/.test(entry.name) && !elsewhere.has(entry.name),
    )
    .map((entry) => entry.name);
  return [...atRoot, ...sourceFolders.flatMap((folder) => listFolder(dir, folder))].sort();
}

function listFolder(dir, folder) {
  if (!existsSync(path.join(dir, folder))) return [];
  return readdirSync(path.join(dir, folder), { withFileTypes: true }).flatMap((entry) => {
    const below = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return below === "lib/tooling" || entry.name === "testing" ? [] : listFolder(dir, below);
    return entry.isFile() && !/\.test\.tsx?$/.test(entry.name) ? [below] : [];
  });
}
