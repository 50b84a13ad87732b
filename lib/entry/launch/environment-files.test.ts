import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { loadEnvironmentFiles } from "./environment-files.mjs";

function load(files: Record<string, string>, env: Record<string, string> = {}): Record<string, string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-env-"));
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  loadEnvironmentFiles(folder, env);
  fs.rmSync(folder, { recursive: true });
  return env;
}

test.each([
  ["a plain value", "PORT=4000", "4000"],
  ["spaces around it", "  PORT = 4000  ", "4000"],
  ["export before it", "export PORT=4000", "4000"],
  ["a remark after it", "PORT=4000 # ours", "4000"],
  ["a # within it", "PORT=a#b", "a#b"],
  ["single quotes", "PORT='a # $b \\n'", "a # $b \\n"],
  ["double quotes", 'PORT="a # \\"b\\" $c"', 'a # "b" $c'],
  ["a line break in quotes", 'PORT="a\\nb\nc"', "a\nb\nc"],
  ["Windows line ends", "PORT=4000\r\nHOST=x\r\n", "4000"],
  ["nothing", "PORT=\nHOST=x", ""],
  ["the later of two", "PORT=1\nPORT=2", "2"],
])("reads %s", (_, text, value) => {
  expect(load({ ".env": text }).PORT).toBe(value);
});

test("passes over remarks and what is no assignment", () => {
  expect(load({ ".env": "# PORT=1\nhello\n=2\n1A=3\n" })).toEqual({});
});

test("the shell wins over .env.local, and that over .env, even with nothing in it", () => {
  const files = { ".env": "A=env\nB=env\nC=env\nD=env", ".env.local": "A=local\nB=local\nD=" };
  expect(load(files, { A: "shell" })).toEqual({ A: "shell", B: "local", C: "env", D: "" });
});
