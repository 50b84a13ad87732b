import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseHocon } from "./hocon/parse-hocon";
import { mergeVaults } from "./merge";
import { canonicalText } from "./write/canonical";

const root = path.resolve(import.meta.dirname, "../../..");
const folder = path.resolve(root, "../shared/hocon");

interface Case {
  id: string;
  text: string;
  agree: boolean;
  lightbend: { ok: boolean; json?: unknown; line?: number };
}

interface MergeCase {
  id: string;
  texts: string[];
  sdk: { json: unknown };
  notJudged?: string;
}

function read<T>(name: string): T {
  const file = path.join(folder, name);
  return (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []) as T;
}

describe.skipIf(!existsSync(folder))("the shared cases", () => {
  const cases = read<Case[]>("cases.json");
  const agreed = cases.filter(({ agree }) => agree);

  it("reads at least 99 of 100 agreed texts as both reference parsers do", () => {
    const wrong = agreed.filter(({ text, lightbend }) => {
      const { value } = parseHocon(text, { environment: {} });
      return lightbend.ok ? !isSame(value, lightbend.json) : value !== undefined;
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it("puts at least 95 of 100 errors on the line of the reference", () => {
    const placed = agreed.filter(({ lightbend }) => !lightbend.ok && lightbend.line !== undefined);
    const same = placed.filter(({ text, lightbend }) => {
      const error = parseHocon(text, { environment: {} }).diagnostics.find(
        ({ severity }) => severity === "error",
      );
      return error?.range.start.line === lightbend.line;
    });
    expect(same.length / placed.length).toBeGreaterThanOrEqual(0.95);
  });

  it("serves every accepted text with the same meaning", () => {
    for (const { id, text } of cases) {
      for (const options of [{}, { environment: {} }]) {
        const { value } = parseHocon(text, options);
        if (value) expect(parseHocon(canonicalText(value), options).value, id).toEqual(value);
      }
    }
  });

  it.each(read<MergeCase[]>("merge-cases.json").filter(({ notJudged }) => !notJudged))(
    "merges $id as the SDK does",
    ({ texts, sdk }) => {
      const environment = {};
      const early = texts.map((text, index) => ({
        id: String(index),
        parsed: parseHocon(text, { environment }),
      }));
      const late = texts.map((text, index) => ({ id: String(index), parsed: parseHocon(text) }));
      expect(mergeVaults(early).value).toEqual(sdk.json);
      expect(mergeVaults(late, { environment }).value).toEqual(sdk.json);
    },
  );
});

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(asJson(a))) === JSON.stringify(sorted(asJson(b)));
}

function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
