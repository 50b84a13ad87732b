import { describe, expect, it } from "vitest";
import type { VaultFormat } from "./model/types";
import { doVaultWork, isLight } from "./vault-work";

const target = "personal" as const;

describe("doVaultWork", () => {
  it("checks a text", () => {
    const diagnostics = doVaultWork({ kind: "check", text: "a: {", format: "hocon", target });
    expect(diagnostics).toMatchObject([{ severity: "error" }]);
  });

  it.each<[string, VaultFormat, string | undefined, boolean]>([
    ["a = 1", "hocon", '{"a": 1}\n', false],
    ["agent { debug = true, git_user = x }", "hocon", '{"agent": {"git_user": "x"}}\n', false],
    ["agent: {cuda_version: 12.0}\na: 8.0", "yaml", '{"agent": {}, "a": 8.0}\n', false],
    ["a: [x]", "yaml", '{"a": ["x"]}\n', false],
    ['{"a": true}', "json", '{"a": true}\n', false],
    ["", "hocon", "{}\n", false],
    ["a: {", "hocon", undefined, true],
    ["x".repeat(256 * 1024 + 1), "hocon", undefined, true],
  ])("prepares %j in %s", (text, format, canonical, hasError) => {
    const prepared = doVaultWork({ kind: "prepare", text, format, target });
    expect([prepared.canonical, prepared.error !== undefined]).toEqual([canonical, hasError]);
  });
});

describe("isLight", () => {
  it.each<[string, VaultFormat, boolean]>([
    ["a = 1", "hocon", true],
    ["x".repeat(16 * 1024), "hocon", true],
    ["x".repeat(16 * 1024 + 1), "hocon", false],
    ["x".repeat(16 * 1024 + 1), "json", false],
    [`a = \${b}\${c}\${d}`, "hocon", true],
    [`a = \${b}\${c}\${d}\${e}`, "hocon", false],
    [`{"a": "\${b}\${c}\${d}\${e}"}`, "json", true],
    ["a: [*b, *c, *d]", "yaml", true],
    ["a: [*b, *c, *d, *e]", "yaml", false],
  ])("of %j in %s is %s", (text, format, light) => {
    expect(isLight({ kind: "check", text, format, target })).toBe(light);
    expect(isLight({ kind: "prepare", text, format, target })).toBe(light);
  });

  it("of a document goes by all its layers together", () => {
    const layer = { id: "v", name: "V", canonical: "x".repeat(8 * 1024) };
    const order = (count: number) =>
      ({ kind: "document", layers: Array(count).fill(layer), format: "json", inLayers: false }) as const;
    expect([isLight(order(2)), isLight(order(3))]).toEqual([true, false]);
  });
});
