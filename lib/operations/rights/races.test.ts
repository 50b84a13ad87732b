import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { races } from "@/db/testing/races";
import { findWritingOperations } from "@/lib/tooling/writing-operations";

test("every operation that writes for an actor is raced, or says why not", () => {
  const folder = path.resolve(import.meta.dirname, "..");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /^[^.]+\.ts$/.test(file),
  );
  const sources = new Map(files.map((file) => [file, readFileSync(path.join(folder, file), "utf8")]));
  const writing = findWritingOperations(sources);
  const unraced = writing.filter((name) => !(name in races));
  expect(unraced.map((name) => `No row for ${name}: add one to db/testing/races.ts.`)).toEqual([]);
  const gone = Object.keys(races).filter((name) => !writing.includes(name));
  expect(gone.map((name) => `${name} writes nothing: remove its row from db/testing/races.ts.`)).toEqual([]);
});
