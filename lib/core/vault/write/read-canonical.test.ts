import { describe, expect, it } from "vitest";
import cases from "../fixtures/hocon-cases.json";
import { parseHocon } from "../hocon/parse-hocon";
import { plainValue } from "../model/plain";
import { canonicalText } from "./canonical";
import { readCanonical } from "./read-canonical";

const served = (cases as { id: string; text: string }[]).flatMap(({ id, text }) => {
  const { value } = parseHocon(text);
  return value ? [{ id, canonical: canonicalText(value), value }] : [];
});

describe("readCanonical", () => {
  it("reads every text that is served as the value it was written from", () => {
    expect(served.length).toBeGreaterThan(100);
    for (const { id, canonical, value } of served) {
      const read = plainValue(readCanonical(canonical));
      expect({ id, read }).toEqual({ id, read: value });
      expect(canonicalText(read as typeof value)).toBe(canonical);
    }
  });

  it.each([
    "{}\n",
    '{"a": [], "b": {}, "c": [[], {}], "d": [{"x": null}, -1.5e-7, true, false, ""]}\n',
    '{"k\\"\\\\": "q\\"\\\\\\n\\r\\t/\u0001é😀, }]"}\n',
    `{"a": \${X}, "b": ["p-"\${?X}"-s"], "c": "\${x}"}\n`,
    `{"a": {"b": [1]}, "a": \${?Y}, "a": \${?X}, "c": 2}\n`,
    `{"a": null, "a": \${?X}}\n`,
  ])("reads %j", (text) => {
    expect(canonicalText(plainValue(readCanonical(text)) as never)).toBe(text);
  });

  it("reads a value of any depth and breadth", () => {
    const deep = `${'{"a": '.repeat(50_000)}1${"}".repeat(50_000)}\n`;
    expect(readCanonical(deep).entries.size).toBe(1);
    const wide = `{"a": [${Array(200_000).fill("1").join(", ")}]}\n`;
    expect(readCanonical(wide).entries.get("a")?.node).toMatchObject({ items: { length: 200_000 } });
  });

  it.each(["", "{}", "{} \n", "[]\n", '{"a": }\n', '{"a": b}\n', '{"a": "b}\n', '{"a" 1}\n', `{"a": \${X\n`])(
    "refuses %j",
    (text) => {
      expect(() => readCanonical(text)).toThrow("not a canonical text");
    },
  );
});
