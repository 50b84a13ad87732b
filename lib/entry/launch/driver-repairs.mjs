import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ExpectedFailure } from "./steps.mjs";

const version = "3.4.9";
const builds = ["src", "cjs/src"];

/**
 * What postgres.js does wrong when a connection is cut. Each entry replaces `was` by `is`, which does not occur in the
 * package as published.
 */
const repairs = [
  {
    // What was about to be written, and that it was, survived: such a connection never wrote again.
    file: "connection.js",
    was: "    clearImmediate(nextWriteTimer)\n",
    is: "    clearImmediate(nextWriteTimer)\n    nextWriteTimer = chunk = null\n",
  },
  {
    // A reset reports an error first and closes later: statements sent in between were never answered, and the
    // server's last words were told to the next statement.
    file: "connection.js",
    was: "    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n",
    is: "    if (query || sent.length) error(Errors.connection('CONNECTION_CLOSED', options, socket))\n    query = results = errorResponse = null\n    result = new Result()\n",
  },
  {
    // A write to a socket that is gone ended the process.
    file: "connection.js",
    was: "    if (stream)\n      return queryError(q, Errors.generic('COPY_IN_PROGRESS'",
    is: "    if (!socket) {\n      queryError(q, Errors.connection('CONNECTION_CLOSED', options))\n      return true\n    }\n\n    if (stream)\n      return queryError(q, Errors.generic('COPY_IN_PROGRESS'",
  },
  {
    // The rest of a transaction ran in whatever came to the connection after it was opened again.
    file: "index.js",
    was: "      , prepare = null\n\n    try {\n",
    is: "      , prepare = null\n      , cut = null\n\n    try {\n",
  },
  {
    file: "index.js",
    was: "        new Promise((_, reject) => connection.onclose = reject)\n",
    is: "        new Promise((_, reject) => connection.onclose = e => {\n          cut = e\n          while (queries.length) queries.shift().reject(e)\n          reject(e)\n        })\n",
  },
  {
    file: "index.js",
    was: "        q.catch(e => uncaughtError || (uncaughtError = e))\n        c.queue",
    is: "        q.catch(e => uncaughtError || (uncaughtError = e))\n        if (cut) return q.reject(cut)\n        c.queue",
  },
];

/**
 * Makes good what the installed driver does wrong (docs/decisions/data.md). Repeating it changes nothing.
 * @param {string} dir
 */
export function repairDriver(dir) {
  const folder = path.join(dir, "node_modules/postgres");
  const installed = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")).version;
  if (installed !== version) {
    throw new ExpectedFailure(
      `postgres ${installed} is installed, but lib/entry/launch/driver-repairs.mjs repairs ${version}. See docs/decisions/data.md.`,
    );
  }
  for (const build of builds) {
    for (const file of new Set(repairs.map((repair) => repair.file))) {
      repairFile(
        path.join(folder, build, file),
        repairs.filter((repair) => repair.file === file),
      );
    }
  }
}

function repairFile(file, wanted) {
  const text = readFileSync(file, "utf8");
  const repaired = wanted.reduce((before, { was, is }) => {
    if (before.includes(is)) return before;
    if (!before.includes(was)) throw new ExpectedFailure(`${file} is not as it was published. Run npm ci.`);
    return before.replaceAll(was, () => is);
  }, text);
  if (repaired === text) return;
  // A file of its own: package managers share one file between many installations, and two starts may come here at once.
  const made = `${file}.${process.pid}`;
  writeFileSync(made, repaired);
  renameSync(made, file);
}
