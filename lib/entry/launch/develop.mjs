import { fork } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundleOptions } from "./build.mjs";

const folder = ".next/steward-dev";
const program = fileURLToPath(new URL("./develop-process.mjs", import.meta.url));

/**
 * Runs the server for development. Next reloads pages by itself; the rest of the server is one bundle, and whenever
 * one of its sources changes, it is bundled again and the server restarts.
 * @param {string} dir
 * @param {{ demo: boolean; json: boolean }} flags
 */
export async function developServer(dir, flags) {
  const require = createRequire(path.join(dir, "package.json"));
  const esbuild = await import(pathToFileURL(require.resolve("esbuild")).href);
  const server = restartable(dir, flags);
  const restarts = {
    name: "restart",
    setup: (build) => build.onEnd(({ errors }) => (errors.length > 0 ? undefined : server.restart())),
  };
  const options = bundleOptions(dir, folder, ["main", "vault-worker"]);
  const context = await esbuild.context({ ...options, logLevel: "error", plugins: [restarts] });
  server.onExit(() => context.dispose());
  await context.watch();
}

/** One process at a time: a restart waits until the one before has let go of the port and the database. */
function restartable(dir, flags) {
  let child;
  let isLeaving = false;
  let isFirst = true;
  let restarting = Promise.resolve();
  let leave = () => {};

  const start = () => {
    if (isLeaving) return;
    if (!isFirst) console.error("Restarting…");
    const own = fork(program, [JSON.stringify({ ...flags, dir, demo: flags.demo && isFirst })], { cwd: dir });
    isFirst = false;
    child = own;
    own.on("exit", (code) => {
      if (child !== own) return;
      child = undefined;
      if (isLeaving) process.exit(code ?? 0);
      if (!own.isReplaced) console.error("The server stopped. It starts again when a source changes.");
    });
  };

  const stop = async () => {
    const own = child;
    if (!own) return;
    own.isReplaced = true;
    const gone = new Promise((resolve) => own.once("exit", resolve));
    own.kill("SIGTERM");
    // Browsers keep connections for reloading pages open; a second signal ends them.
    own.kill("SIGINT");
    await gone;
  };

  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      isLeaving = true;
      void leave();
      if (child) child.kill("SIGTERM");
      else process.exit(0);
    });
  }

  return {
    restart() {
      restarting = restarting.then(stop).then(start);
    },
    onExit(work) {
      leave = work;
    },
  };
}
