import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources } from "./build.mjs";

let folder = "";

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-sources-"));
  write("app/page.tsx", "page");
  write("package-lock.json", "{}");
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}

test.each([
  ["a page", "app/page.tsx"],
  ["a new file", "lib/core/new.ts"],
  ["a style sheet", "components/ui/dialog.css"],
  ["a picture", "public/icon.svg"],
  ["a migration", "db/migrations/0001_second.sql"],
  ["the packages", "package-lock.json"],
  ["the configuration", "next.config.mjs"],
  ["the proxy", "proxy.ts"],
])("a change of %s calls for a build", (_, file) => {
  const before = hashSources(folder);
  write(file, "changed");
  expect(hashSources(folder)).not.toBe(before);
});

test.each([
  ["a test", "app/page.test.tsx"],
  ["a browser test", "e2e/settings/profile.spec.ts"],
  ["the tools", "lib/tooling/run-tests.mjs"],
  ["test data", "db/testing/factories.ts"],
  ["what Next generates", "next-env.d.ts"],
  ["an earlier build", ".next/BUILD_ID"],
  ["settings", ".env"],
  ["the README", "README.md"],
])("a change of %s calls for none", (_, file) => {
  const before = hashSources(folder);
  write(file, "changed");
  expect(hashSources(folder)).toBe(before);
});

test("text that moves from one file to the next is a change", () => {
  write("lib/a.ts", "one");
  write("lib/b.ts", "two");
  const before = hashSources(folder);
  write("lib/a.ts", "two");
  write("lib/b.ts", "one");
  expect(hashSources(folder)).not.toBe(before);
});
