import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isInstalled } from "./install.mjs";

type Packages = Record<string, Record<string, unknown>>;

const wanted: Packages = {
  "": { version: "0.1.0" },
  "node_modules/next": { version: "16.0.0", integrity: "sha512-next" },
  "node_modules/vitest": { version: "4.0.0", integrity: "sha512-vitest", dev: true },
  "node_modules/for-here": {
    version: "1.0.0",
    integrity: "sha512-here",
    optional: true,
    os: [process.platform],
    cpu: [process.arch],
  },
  "node_modules/for-elsewhere": { version: "1.0.0", optional: true, os: ["plan9"], cpu: ["mips"] },
};
const { "node_modules/for-elsewhere": _, ...present } = wanted;
const { "node_modules/vitest": __, ...withoutDev } = present;

let folder = "";

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-install-"));
  fs.writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify({ packages: wanted }));
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

function bring(packages: Packages): void {
  for (const place of Object.keys(packages)) fs.mkdirSync(path.join(folder, place), { recursive: true });
  fs.writeFileSync(path.join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages }));
}

describe("node_modules", () => {
  test("that is not there must be installed", () => {
    expect(isInstalled(folder, "production")).toBe(false);
  });

  test("with everything serves both purposes", () => {
    bring(present);
    expect([isInstalled(folder, "production"), isInstalled(folder, "all")]).toEqual([true, true]);
  });

  test("without what tests need serves production alone", () => {
    bring(withoutDev);
    expect([isInstalled(folder, "production"), isInstalled(folder, "all")]).toEqual([true, false]);
  });

  test.each([
    ["an older version", { "node_modules/next": { version: "15.0.0", integrity: "sha512-next" } }],
    ["other contents", { "node_modules/next": { version: "16.0.0", integrity: "sha512-other" } }],
  ])("with %s must be installed again", (_what, changed) => {
    bring({ ...present, ...changed });
    expect(isInstalled(folder, "production")).toBe(false);
  });

  test("without the part for this platform must be installed again", () => {
    const { "node_modules/for-here": ___, ...rest } = present;
    bring(rest);
    expect(isInstalled(folder, "production")).toBe(false);
  });

  test("with a folder gone must be installed again", () => {
    bring(present);
    fs.rmdirSync(path.join(folder, "node_modules/next"));
    expect(isInstalled(folder, "production")).toBe(false);
  });

  test("of an older lock file must be installed again, although it was once found good", () => {
    bring(present);
    expect(isInstalled(folder, "production")).toBe(true);
    const newer = { ...wanted, "node_modules/zod": { version: "4.0.0", integrity: "sha512-zod" } };
    fs.writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify({ packages: newer }));
    expect(isInstalled(folder, "production")).toBe(false);
  });

  test("that somebody changed since it was found good is looked at again", () => {
    bring(present);
    expect(isInstalled(folder, "all")).toBe(true);
    bring(withoutDev);
    expect(isInstalled(folder, "all")).toBe(false);
  });
});
