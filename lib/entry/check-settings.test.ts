import { expect, test } from "vitest";
import { checkSettings } from "./check-settings";
import { StartupProblem } from "./startup-problem";

const keys = `k1:${Buffer.alloc(32).toString("base64")}`;

test.each<[string, Record<string, string>]>([
  ["nothing set", {}],
  ["a database and keys", { DATABASE_URL: "postgres://db/x", STEWARD_SECRET_KEYS: keys }],
  [
    "a database and a file of keys",
    { DATABASE_URL: "postgres://db/x", STEWARD_SECRET_KEYS_FILE: "/run/keys" },
  ],
  ["keys without a database", { STEWARD_SECRET_KEYS: keys }],
  ["an empty database", { DATABASE_URL: "" }],
])("%s is fine", (_, env) => {
  expect(() => checkSettings(env)).not.toThrow();
});

test.each<[string, Record<string, string>, string]>([
  [
    "a database without keys",
    { DATABASE_URL: "postgres://u:hunter2@db/x" },
    "STEWARD_SECRET_KEYS must be set if DATABASE_URL is set",
  ],
  [
    "a database and empty keys",
    { DATABASE_URL: "postgres://u:hunter2@db/x", STEWARD_SECRET_KEYS: "" },
    "STEWARD_SECRET_KEYS must be set",
  ],
  [
    "keys twice",
    { STEWARD_SECRET_KEYS: keys, STEWARD_SECRET_KEYS_FILE: "/run/hunter2" },
    "Set STEWARD_SECRET_KEYS or STEWARD_SECRET_KEYS_FILE, not both",
  ],
  ["a bad port", { PORT: "x" }, "PORT must be a whole number."],
  ["two bad values", { PORT: "x", LOG_LEVEL: "loud" }, "PORT must be a whole number. LOG_LEVEL must be"],
  ["bad keys", { STEWARD_SECRET_KEYS: "hunter2" }, "STEWARD_SECRET_KEYS must contain id:key pairs"],
  ["a bad address", { STEWARD_URL: "steward" }, "STEWARD_URL must be a URL"],
])("%s is one problem in words, without the values", (_, env, message) => {
  const problem = problemOf(() => checkSettings(env));
  expect(problem).toBeInstanceOf(StartupProblem);
  expect(problem.message).toContain(message);
  expect(problem.message).not.toContain("hunter2");
});

function problemOf(check: () => void): Error {
  try {
    check();
  } catch (error) {
    return error as Error;
  }
  throw new Error("Nothing was wrong.");
}
