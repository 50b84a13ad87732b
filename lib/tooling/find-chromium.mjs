import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** The shell is the same browser without the parts that draw windows: it starts and runs faster. */
const usualPlaces = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The browser for the tests: the one STEWARD_CHROMIUM names, the system's, or Playwright's own.
 * @param {string} dir
 * @returns {string | undefined}
 */
export function findChromium(dir) {
  const named = process.env.STEWARD_CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`STEWARD_CHROMIUM names ${named}, and there is no such file.`);
  }
  return usualPlaces.find((place) => existsSync(place)) ?? findPlaywrightsOwn(dir);
}

/**
 * @param {string} dir
 * @param {(line: string) => void} say
 * @returns {string}
 */
export function findOrInstallChromium(dir, say) {
  const found = findChromium(dir);
  if (found) {
    say(`Browser: ${found}`);
    return found;
  }
  if (process.getuid?.() === 0 && isDebian()) {
    say("Browser: none found, installing Debian's package (apt-get install chromium-headless-shell)…");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const install = ["install", "-y", "-qq", "--no-install-recommends"];
    run("apt-get", ["update", "-qq"], env);
    run("apt-get", [...install, "chromium-headless-shell"], env);
    // Older releases of Debian have the whole browser alone.
    if (!findChromium(dir)) run("apt-get", [...install, "chromium"], env);
  } else {
    say("Browser: none found, installing Playwright's own (playwright install chromium)…");
    run(
      process.execPath,
      [path.join(dir, "node_modules/@playwright/test/cli.js"), "install", "chromium"],
      process.env,
    );
  }
  const installed = findChromium(dir);
  if (installed) return installed;
  throw new Error(
    "No browser for the tests: install Chromium (on Debian: apt-get install chromium), or set STEWARD_CHROMIUM to one.",
  );
}

function findPlaywrightsOwn(dir) {
  try {
    const { chromium } = createRequire(path.join(dir, "package.json"))("@playwright/test");
    const own = chromium.executablePath();
    return existsSync(own) ? own : undefined;
  } catch {
    return undefined;
  }
}

function run(file, args, env) {
  const { status, stdout, stderr } = spawnSync(file, args, { env, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
}

/** Ubuntu's package of that name is a snap, which containers can't run. */
function isDebian() {
  try {
    return /^ID="?debian"?$/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}
