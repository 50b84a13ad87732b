import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repairDriver } from "./driver-repairs.mjs";

const installed = path.resolve(import.meta.dirname, "../../../node_modules/postgres");
let folder = "";
let driver = "";

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-driver-"));
  driver = path.join(folder, "node_modules/postgres");
  fs.cpSync(installed, driver, { recursive: true });
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const change = (file: string, text: (before: string) => string) =>
  fs.writeFileSync(path.join(driver, file), text(fs.readFileSync(path.join(driver, file), "utf8")));

test("a repaired driver stays as it is", () => {
  repairDriver(folder);
  const before = fs.statSync(path.join(driver, "src/connection.js")).ino;
  repairDriver(folder);
  expect(fs.statSync(path.join(driver, "src/connection.js")).ino).toBe(before);
});

test("another version is refused until somebody has looked at it", () => {
  change("package.json", (text) => text.replace(/"version": "[^"]+"/, '"version": "3.5.0"'));
  expect(() => repairDriver(folder)).toThrow("postgres 3.5.0 is installed");
});

test("a file that somebody else changed is refused", () => {
  change("cjs/src/index.js", () => "");
  expect(() => repairDriver(folder)).toThrow("is not as it was published. Run npm ci.");
});
