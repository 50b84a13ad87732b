import { describe, expect, it } from "vitest";
import { parseHocon } from "../hocon/parse-hocon";
import { mergeVaults } from "../merge";
import type { VaultFormat } from "../model/types";
import { canonicalText } from "./canonical";
import { spellReferences } from "./spell-references";
import { type DocumentLayer, writeDocument } from "./vault-document";

const texts = [
  `a { x = 1, y = [1, 2] }\nb = "\${x}"\nc = \${?HOME}`,
  `a { x = \${?X}, z = null }\nb { c = 2 }`,
  "a.y = [3]\nb = 5",
];

function layersOf(...layers: string[]): DocumentLayer[] {
  return layers.map((text, index) => ({
    id: `v${index}`,
    name: `Vault ${index}`,
    canonical: canonicalText(parseHocon(text).value!),
  }));
}

describe("writeDocument", () => {
  it.each([0, 1, 2, 3])("of %i vaults says what merging their own texts gives", (count) => {
    const some = texts.slice(0, count);
    const { value } = mergeVaults(some.map((text, index) => ({ id: `v${index}`, parsed: parseHocon(text) })));
    const layers = layersOf(...some);
    expect(writeDocument({ layers, format: "hocon", inLayers: false })).toBe(canonicalText(value));
    expect(JSON.parse(writeDocument({ layers, format: "json", inLayers: false }))).toEqual(
      JSON.parse(JSON.stringify(spellReferences(value))),
    );
  });

  it("shows each layer before what they give together", () => {
    const layers = layersOf("a = 1\nb = 1", "a = 2");
    expect(JSON.parse(writeDocument({ layers, format: "json", inLayers: true }))).toEqual({
      layers: [
        { id: "v0", name: "Vault 0", value: { a: 1, b: 1 } },
        { id: "v1", name: "Vault 1", value: { a: 2 } },
      ],
      merged: { a: 2, b: 1 },
    });
    expect(writeDocument({ layers, format: "yaml", inLayers: true })).toContain("merged:\n");
  });

  it("keeps a number's digits, a fallback and an open reference in every format", () => {
    const layers = layersOf(
      `a = 8.0\nb = 1E+5\nc = 12345678901234567890\nx = fallback\nx = \${?NAME}\ny = \${HOME}/z\nt = "\${HOME}"`,
    );
    const write = (format: VaultFormat) => writeDocument({ layers, format, inLayers: false });
    expect(write("hocon")).toBe(
      `{"a": 8.0, "b": 1E+5, "c": 12345678901234567890, "x": "fallback", "x": \${?NAME}, "y": \${HOME}"/z", "t": "\${HOME}"}\n`,
    );
    expect(write("json")).toBe(`{
  "a": 8.0,
  "b": 1E+5,
  "c": 12345678901234567890,
  "x": "fallback",
  "y": {
    "$join": [
      {
        "$env": "HOME"
      },
      "/z"
    ]
  },
  "t": "\${HOME}"
}
`);
    expect(write("yaml")).toBe(
      `a: 8.0\nb: 1E+5\nc: 12345678901234567890\nx: fallback\ny:\n  $join:\n    - $env: HOME\n    - /z\nt: \${HOME}\n`,
    );
  });

  it.each<[string, string[], string]>([
    ["alone", [`x = \${k}`, "k = 1"], `{"x": {"$env": "k"}, "k": 1}\n`],
    ["below a fallback", [`x = y\nx = \${?k}`, "k = 1"], `{"x": "y", "k": 1}\n`],
    ["in a text", [`x = "s3://"\${k}`, "k = 1"], `{"x": {"$join": ["s3://", {"$env": "k"}]}, "k": 1}\n`],
    ["in a vault above the key", ["k = 1", `x = \${?k}`], `{"k": 1, "x": {"$env": "?k"}}\n`],
    [
      "in the fallback of another, beside one that clients answer",
      [`x = { y = \${k} }\nx = \${?NAME}\nz = \${NAME}`, "k = 1"],
      `{"x": {"y": {"$env": "k"}}, "x": \${?NAME}, "z": \${NAME}, "k": 1}\n`,
    ],
    [
      "beside an object that looks so",
      [`x = \${k}\ny { "$env": a }`, "k = 1"],
      `{"x": {"$env": "k"}, "y": {"$$env": "a"}, "k": 1}\n`,
    ],
  ])("spells a reference in HOCON whose name another vault uses as a key: %s", (_, some, expected) => {
    expect(writeDocument({ layers: layersOf(...some), format: "hocon", inLayers: false })).toBe(expected);
  });

  it("spells a reference in HOCON whose name the list of layers uses as a key", () => {
    const written = writeDocument({ layers: layersOf(`x = \${merged}`), format: "hocon", inLayers: true });
    expect(parseHocon(written).value).toMatchObject({ merged: { x: { $env: "merged" } } });
  });
});
