import { describe, expect, it } from "vitest";
import { parseHocon } from "../hocon/parse-hocon";
import { AgentText, type VaultObject, type VaultValue } from "../model/types";
import { VaultNumber } from "../model/vault-number";
import { canonicalText } from "./canonical";

const n = (text: string) => new VaultNumber(text);

describe("canonicalText", () => {
  it.each<[VaultObject, string]>([
    [{}, "{}\n"],
    [{ a: n("1"), b: { c: [true, null, "x"] } }, '{"a": 1, "b": {"c": [true, null, "x"]}}\n'],
    [{ a: [], b: {}, c: [[], {}] }, '{"a": [], "b": {}, "c": [[], {}]}\n'],
    [{ 'k"\\': 'q"\\\n\r\t/\u0001é😀' }, '{"k\\"\\\\": "q\\"\\\\\\n\\r\\t/\u0001é😀"}\n'],
    [
      { a: n("1e+21"), b: n("1E-7"), c: n("9223372036854775808"), d: n("-0.0"), e: n("8.0") },
      '{"a": 1e+21, "b": 1E-7, "c": 9223372036854775808, "d": -0.0, "e": 8.0}\n',
    ],
    [{ a: `\${x}` }, `{"a": "\${x}"}\n`],
    [{ a: new AgentText([{ name: "X", optional: false }]) }, `{"a": \${X}}\n`],
    [{ a: [new AgentText(["p-", { name: "X", optional: true }, "-s"])] }, `{"a": ["p-"\${?X}"-s"]}\n`],
    [
      { a: new AgentText([{ name: "X", optional: true }], { b: [n("1")] }), c: n("2") },
      `{"a": {"b": [1]}, "a": \${?X}, "c": 2}\n`,
    ],
    [
      {
        a: new AgentText(
          [{ name: "X", optional: true }],
          new AgentText([{ name: "Y", optional: true }], null),
        ),
      },
      `{"a": null, "a": \${?Y}, "a": \${?X}}\n`,
    ],
  ])("writes %j", (value, text) => {
    expect(canonicalText(value)).toBe(text);
    expect(canonicalText(parseHocon(text).value!)).toBe(text);
  });

  it("writes a value of any depth", () => {
    let value: VaultValue = n("1");
    for (let depth = 0; depth < 50_000; depth += 1) value = { a: value };
    expect(canonicalText(value as unknown as VaultObject)).toHaveLength(50_000 * 7 + 2);
  });
});

describe("a value left to the agent", () => {
  it.each<[string, string]>([
    [`a = \${X}`, `{"a": \${X}}\n`],
    [`a = x \${X} y`, `{"a": "x "\${X}" y"}\n`],
    [`a = \${X}\${Y}`, `{"a": \${X}\${Y}}\n`],
    [`a = \${X}\nb = \${a}/y`, `{"a": \${X}, "b": \${X}"/y"}\n`],
    [`a = 1\na = \${?X}`, `{"a": 1, "a": \${?X}}\n`],
    [`a = {b = 1}\na = \${?X}\na = \${?Y}`, `{"a": {"b": 1}, "a": \${?X}, "a": \${?Y}}\n`],
    [`a = 1\na = \${X}`, `{"a": \${X}}\n`],
    [`a = \${?X} [1]`, '{"a": [1]}\n'],
    [`a = [1] \${?X} [2]`, '{"a": [1, 2]}\n'],
    [`a = \${?X} {b = 1}`, '{"a": {"b": 1}}\n'],
    [`a = \${?X}\na.b = 1`, '{"a": {"b": 1}}\n'],
    [`a.b = 1\na = \${?X}\na.c = 2`, '{"a": {"b": 1, "c": 2}}\n'],
    [`a = \${X}\na.b = 1`, '{"a": {"b": 1}}\n'],
    [`a = \${?X}\nb = 1\nb = \${a}`, `{"a": \${?X}, "b": 1, "b": \${?X}}\n`],
    [`a = 0\na = \${?X}\nb = 1\nb = \${?a}`, `{"a": 0, "a": \${?X}, "b": 0, "b": \${?X}}\n`],
    [`a = \${?"x y"}`, "{}\n"],
    [`a = \${b_c}`, `{"a": \${b_c}}\n`],
    [`a = {x = \${?X}}\nb = {x = 1} \${a}`, `{"a": {"x": \${?X}}, "b": {"x": 1, "x": \${?X}}}\n`],
  ])("is served as a reference: %j", (text, served) => {
    const parsed = parseHocon(text);
    expect(parsed.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(canonicalText(parsed.value!)).toBe(served);
  });

  it("shows as its source in JSON and as text", () => {
    const value = new AgentText(["p-", { name: "X", optional: true }]);
    expect(JSON.stringify({ a: value })).toBe(`{"a":"p-\${?X}"}`);
    expect(`${value}`).toBe(`p-\${?X}`);
  });

  it("is answered by an environment", () => {
    const environment = { X: "1", "b.c": "2" };
    const text = `a = \${X}\nb.c2 = \${b.c}\nd = \${?NO}\ne = x\${X}y`;
    expect(parseHocon(text, { environment }).value).toEqual({ a: "1", b: { c2: "2" }, e: "x1y" });
  });
});
