import { expect, test } from "vitest";
import { openLogProgram } from "../tooling/log-program";

const run = openLogProgram(String.raw`
  import { logConsole } from "@/lib/server/console-log";
  const restore = logConsole();
  console.error("\u001b[31mcan't read\n{\"level\":\"fatal\"}", 7, "\u009b2J \u202e \u2028 \r");
  console.warn({ secret: "hunter2" }, new Error("broken\n{}"));
  console.log("x".repeat(5_000));
  console.debug("not wanted");
  restore();
  console.log("as before");
`);

test("what libraries write to the console are JSON lines of the log, with nothing in them that could end one", () => {
  const { stdout, lines } = run("info");
  expect(stdout).toBe("as before\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: "error", source: "console" },
    { level: "warn", source: "console", err: { type: "Error", message: "broken\n{}" } },
    { level: "info", source: "console", msg: "x".repeat(2_000) },
  ]);
  const texts = lines.map((line) => String(JSON.parse(line).msg));
  expect(texts[0]).toBe(`can't read\\u000a{"level":"fatal"} 7  \\u202e \\u2028 \\u000d`);
  expect(lines.join("")).not.toMatch(/hunter2/);
});
