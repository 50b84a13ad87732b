import path from "node:path";
import { pathToFileURL } from "node:url";

const { dir, demo, json } = JSON.parse(process.argv[2]);

process.setSourceMapsEnabled(true);
try {
  const main = await import(pathToFileURL(path.join(dir, ".next/steward-dev/main.mjs")).href);
  await main.start({ dir, demo, json, dev: true });
} catch (error) {
  console.error(error?.name === "StartupProblem" ? error.message : (error?.stack ?? error));
  process.exit(1);
}
