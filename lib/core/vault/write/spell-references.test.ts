import { describe, expect, it } from "vitest";
import { parseHocon } from "../hocon/parse-hocon";
import { spellReferences } from "./spell-references";

describe("spellReferences", () => {
  it.each<[string, unknown]>([
    [`x: fallback\nx: \${?NAME}`, { x: "fallback" }],
    [`x: { a: 1 }\nx: \${?A}\nx: \${?B}`, { x: { a: 1 } }],
    [`x: null\nx: \${?A}`, { x: null }],
    [`x: \${?A}\nx: \${?B}`, { x: { $env: "?A" } }],
    [`x: \${NAME}`, { x: { $env: "NAME" } }],
    [`x: \${?NAME}`, { x: { $env: "?NAME" } }],
    [`x: s3://\${BUCKET}/\${?SUB}`, { x: { $join: ["s3://", { $env: "BUCKET" }, "/", { $env: "?SUB" }] } }],
    [`x: [a, \${NAME}]`, { x: ["a", { $env: "NAME" }] }],
    [`x: "\${NAME}"`, { x: `\${NAME}` }],
    [`x { "$env": NAME }`, { x: { $$env: "NAME" } }],
    [`x { "$$env": NAME }\ny { "$join": [] }`, { x: { $$$env: "NAME" }, y: { $$join: [] } }],
    [`x { "$env": NAME, b: 1 }`, { x: { $env: "NAME", b: 1 } }],
    [`"$env": NAME`, { $$env: "NAME" }],
    [`x: { "$env": \${NAME} }`, { x: { $$env: { $env: "NAME" } } }],
  ])("writes %j", (text, expected) => {
    expect(spellReferences(parseHocon(text).value!)).toEqual(expected);
  });

  it("gives no two values one spelling", () => {
    const texts = [
      `\${A}`,
      `\${?A}`,
      `"\${A}"`,
      `{ "$env": A }`,
      `{ "$$env": A }`,
      `{ "$env": "?A" }`,
      "[A]",
    ];
    const spelt = texts.map((text) => JSON.stringify(spellReferences(parseHocon(`x: ${text}`).value!)));
    expect(new Set(spelt).size).toBe(texts.length);
  });
});
