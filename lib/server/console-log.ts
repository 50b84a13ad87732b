import { stripVTControlCharacters, types } from "node:util";
import { log } from "./log";

const levels = {
  error: "error",
  warn: "warn",
  info: "info",
  log: "info",
  debug: "debug",
  trace: "debug",
} as const;
const longestText = 2_000;

/**
 * Sends what libraries write to the console through the log, one JSON line each: their text holds what strangers
 * sent, and written as it is could pass for lines of ours. Returns what undoes it.
 */
export function logConsole(): () => void {
  const names = Object.keys(levels) as (keyof typeof levels)[];
  const before = names.map((name) => [name, console[name]] as const);
  for (const name of names) {
    console[name] = (...parts: unknown[]) => {
      const error = parts.find((part) => types.isNativeError(part));
      log()[levels[name]]({ source: "console", ...(error ? { err: error } : {}) }, textOf(parts) || "error");
    };
  }
  return () => {
    for (const [name, write] of before) console[name] = write;
  };
}

/** Objects may be whole rows or requests, and are left out. */
function textOf(parts: unknown[]): string {
  const text = parts.filter((part) => typeof part === "string" || typeof part === "number").join(" ");
  return stripVTControlCharacters(text.slice(0, longestText))
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => codeOf(character))
    .trim();
}

function codeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
