import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { followKeyFile, readNamedKeyFile, readOrCreateSecretKeys, writeKeyFile } from "./secret-key-file";

let folder = "";
const file = () => path.join(folder, "secret-keys");
const next = () => path.join(folder, "secret-keys-next");
const keyOf = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
const textOf = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString("base64")}`;
const own = { isNamed: false };

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-keys-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test("the first start makes a key, and a later one reads it", () => {
  const made = readOrCreateSecretKeys(folder);
  expect(made).toMatch(/^[0-9a-f]{8}:[A-Za-z0-9+/]{43}=$/);
  expect(readOrCreateSecretKeys(folder)).toBe(made);
  expect(fs.readdirSync(folder)).toEqual(["secret-keys"]);
});

test("keys are written into the same file, for its owner alone, and no other file is left", () => {
  readOrCreateSecretKeys(folder);
  const { ino } = fs.statSync(file());
  writeKeyFile(file(), [keyOf("b", 2), keyOf("a", 1), { ...keyOf("old", 3), purpose: "audit-entry" }], own);
  expect(readOrCreateSecretKeys(folder)).toBe(
    [textOf("b", 2), textOf("a", 1), textOf("old.audit-entry", 3)].join(","),
  );
  writeKeyFile(file(), [keyOf("b", 2)], own);
  expect(fs.readFileSync(file(), "utf8")).toBe(`${textOf("b", 2)}\n`);
  const { ino: inoAfter, mode } = fs.statSync(file());
  expect([inoAfter, mode & 0o777]).toEqual([ino, 0o600]);
  expect(fs.readdirSync(folder)).toEqual(["secret-keys"]);
});

describe("a write that was cut short", () => {
  test("is finished by the next start, whatever half of it is in the file", () => {
    fs.writeFileSync(next(), `${textOf("b", 2)}\n${textOf("a", 1)}\n`, { mode: 0o600 });
    fs.writeFileSync(file(), `${textOf("b", 2)}\n${textOf("a", 1).slice(0, 20)}`, { mode: 0o600 });
    expect(readOrCreateSecretKeys(folder)).toBe(`${textOf("b", 2)},${textOf("a", 1)}`);
    expect(fs.readdirSync(folder)).toEqual(["secret-keys"]);
  });
});

describe("a process that follows the file", () => {
  test("sees that it changed, and what it holds", () => {
    readOrCreateSecretKeys(folder);
    const followed = followKeyFile(file());
    const before = followed.stamp();
    expect(followed.stamp()).toBe(before);
    writeKeyFile(file(), [keyOf("b", 2), keyOf("a", 1)], own);
    expect(followed.stamp()).not.toBe(before);
    expect(followed.read()).toBe(`${textOf("b", 2)}\n${textOf("a", 1)}\n`);
  });

  test("follows the name where another file was put in its place", () => {
    readOrCreateSecretKeys(folder);
    const followed = followKeyFile(file());
    const other = path.join(folder, "other");
    fs.writeFileSync(other, textOf("c", 3));
    fs.renameSync(other, file());
    expect(followed.read()).toBe(textOf("c", 3));
  });
});

describe("a file that the operator names", () => {
  test("may be a link, whose target is written, and keeps its owner and mode", () => {
    const target = path.join(folder, "mounted");
    fs.writeFileSync(target, `${textOf("a", 1)}, ${textOf("b", 2)}\n`, { mode: 0o640 });
    fs.symlinkSync(target, file());
    expect(readNamedKeyFile(file())).toBe(`${textOf("a", 1)},${textOf("b", 2)}`);
    const { uid, mode } = fs.statSync(target);
    writeKeyFile(file(), [keyOf("c", 3)], { isNamed: true });
    expect(fs.readFileSync(target, "utf8")).toBe(`${textOf("c", 3)}\n`);
    const after = fs.statSync(target);
    expect([after.uid, after.mode, fs.lstatSync(file()).isSymbolicLink()]).toEqual([uid, mode, true]);
  });

  test.each([
    ["does not exist", undefined, /does not exist/],
    ["holds something else", "hunter2", /doesn't contain secret keys/],
  ])("is refused where it %s, without its text", (_, text, message) => {
    if (text !== undefined) fs.writeFileSync(file(), text);
    expect(() => readNamedKeyFile(file())).toThrow(message);
    expect(() => readNamedKeyFile(file())).not.toThrow(/hunter2/);
  });
});
