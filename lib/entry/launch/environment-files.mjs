import { readFileSync } from "node:fs";
import path from "node:path";

const assignment =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|[^\n]*?(?=[ \t]+#|[ \t]*$))/gm;

/**
 * What the shell sets wins, then .env.local, then .env.
 * @param {string} dir
 * @param {Record<string, string | undefined>} env
 */
export function loadEnvironmentFiles(dir, env = process.env) {
  for (const name of [".env.local", ".env"]) {
    for (const [key, value] of Object.entries(readAssignments(path.join(dir, name)))) {
      if (env[key] === undefined) env[key] = value;
    }
  }
}

function readAssignments(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return {};
  }
  const found = {};
  for (const [, key, written] of text.replaceAll("\r\n", "\n").matchAll(assignment))
    found[key] = unquote(written);
  return found;
}

function unquote(written) {
  if (written.startsWith("'")) return written.slice(1, -1);
  if (!written.startsWith('"')) return written.trim();
  return written.slice(1, -1).replaceAll(/\\(.)/g, (_, escaped) => (escaped === "n" ? "\n" : escaped));
}
