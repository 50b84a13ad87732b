import { describe, expect, it } from "vitest";
import { mergeVaults } from "./merge";
import { AgentText, type VaultFormat } from "./model/types";
import { parseVault } from "./parse";
import { canonicalText } from "./write/canonical";

function layers(...texts: (string | [string, VaultFormat])[]) {
  return texts.map((entry, index) => {
    const [text, format] = typeof entry === "string" ? [entry, "hocon" as const] : entry;
    return { id: `L${index + 1}`, parsed: parseVault(text, format) };
  });
}

describe("mergeVaults", () => {
  it("merges nothing to nothing", () => {
    expect(mergeVaults([])).toEqual({ value: {}, keys: [], skipped: [] });
    expect(mergeVaults(layers("", "# nothing", "{}"))).toEqual({ value: {}, keys: [], skipped: [] });
  });

  it.each<[string[], unknown]>([
    [["a { x = 1 }", "a { y = 2 }"], { a: { x: 1, y: 2 } }],
    [["a = [1]", "a = [2]"], { a: [2] }],
    [["a { x = 1 }", "a = null"], { a: null }],
    [["a = null", "a { x = 1 }"], { a: { x: 1 } }],
    [["a { x = 1 }", "a = 5"], { a: 5 }],
    [["a = 5", "a { x = 1 }"], { a: { x: 1 } }],
    [["a { b = 1 }", "a { c = 2 }", "a = null", "a { d = 4 }"], { a: { d: 4 } }],
    [["a { x = 1 }", "a {}"], { a: { x: 1 } }],
    [["a { x = 1 }", "a = []"], { a: [] }],
    [["a { x { y = 1 } }", "a { x { z = 2 } }", "a { x { y = 3 } }"], { a: { x: { y: 3, z: 2 } } }],
    [['"a.b" = 1', "a.b = 2"], { "a.b": 1, a: { b: 2 } }],
    [[`k = v1\nl = \${k}`, "k = v2"], { k: "v2", l: "v1" }],
  ])("merges %j as the SDK does", (texts, value) => {
    expect(mergeVaults(layers(...texts)).value).toEqual(value);
  });

  it("takes every format", () => {
    const { value } = mergeVaults(layers("a { x = 1 }", ['{"a": {"y": 2}}', "json"], ["a:\n  z: 3", "yaml"]));
    expect(value).toEqual({ a: { x: 1, y: 2, z: 3 } });
  });

  it("tells where each value comes from and what it hides", () => {
    const { keys } = mergeVaults(
      layers("a { x = 1, y = 2 }\nb = [1]\ne {}", "a = 5\nb = 2", "\na { x = 3 }\nb = 4"),
    );
    expect(keys).toEqual([
      {
        path: ["a", "x"],
        value: 3,
        from: { layer: "L3", line: 2 },
        hides: [
          { layer: "L2", line: 1, value: 5 },
          { layer: "L1", line: 1, value: 1 },
        ],
      },
      {
        path: ["b"],
        value: 4,
        from: { layer: "L3", line: 3 },
        hides: [
          { layer: "L2", line: 2, value: 2 },
          { layer: "L1", line: 2, value: [1] },
        ],
      },
      { path: ["e"], value: {}, from: { layer: "L1", line: 3 }, hides: [] },
    ]);
  });

  it("leaves out a vault with an error and says where it is", () => {
    const { value, skipped } = mergeVaults(layers("a = 1", "a += 1\nc = [", "[1]", "d = 4"));
    expect(value).toEqual({ a: 1, d: 4 });
    expect(skipped.map(({ layer, line }) => [layer, line])).toEqual([
      ["L2", 2],
      ["L3", 1],
    ]);
    expect(skipped.every(({ message }) => message.length > 0)).toBe(true);
  });

  it("answers references from the environment, or leaves the vault out", () => {
    const parsed = layers(`a = \${HOME}/x\nb = \${?NOPE}`, `c = \${NOPE}`);
    const open = mergeVaults(parsed);
    expect(open.skipped).toEqual([]);
    expect(open.value.a).toEqual(new AgentText([{ name: "HOME", optional: false }, "/x"]));
    const { value, skipped } = mergeVaults(parsed, { environment: { HOME: "/root" } });
    expect(value).toEqual({ a: "/root/x" });
    expect(skipped).toEqual([{ layer: "L2", line: 1, message: expect.stringContaining("NOPE") }]);
  });

  it("keeps what an agent falls back to", () => {
    const { value, keys } = mergeVaults(layers("a = 1\nb { x = 1 }", `a = \${?A}\nb = \${?B}`));
    expect(canonicalText(value)).toBe(`{"a": 1, "a": \${?A}, "b": {"x": 1}, "b": \${?B}}\n`);
    expect(keys.map(({ path }) => path)).toEqual([["a"], ["b"]]);
    const deeper = mergeVaults(layers("b { x = 1 }", `b = \${?B}`, "b { y = 2 }"));
    expect(deeper.value).toEqual({ b: { x: 1, y: 2 } });
    const twice = mergeVaults(layers("a { x = 0 }", `a { x = \${?A} }`, `a { x = \${?B} }`));
    expect(canonicalText(twice.value)).toBe(`{"a": {"x": 0, "x": \${?A}, "x": \${?B}}}\n`);
  });

  it("does not change the vaults", () => {
    const given = layers("a { b { x = 1 } }", "a { b { y = 2 } }");
    const before = JSON.stringify(given.map(({ parsed }) => parsed.value));
    mergeVaults(given);
    mergeVaults([...given].reverse());
    expect(JSON.stringify(given.map(({ parsed }) => parsed.value))).toBe(before);
  });

  it("takes the same vault twice", () => {
    const [layer] = layers("a { x = 1 }");
    const { value, keys } = mergeVaults([layer!, { ...layer!, id: "again" }]);
    expect(value).toEqual({ a: { x: 1 } });
    expect(keys[0]?.from.layer).toBe("again");
  });

  it("keeps the limits of one vault", () => {
    const wide = (prefix: string) =>
      `big = [${"[],".repeat(19_000)}]\n${Array.from({ length: 4 }, (_, index) => `${prefix}${index} = \${big}`).join("\n")}`;
    const { skipped, value } = mergeVaults(layers(wide("a"), wide("b"), "c = 1"));
    expect(skipped.map(({ layer }) => layer)).toEqual(["L2"]);
    expect(Object.keys(value)).toEqual(["big", "a0", "a1", "a2", "a3", "c"]);
  });
});
