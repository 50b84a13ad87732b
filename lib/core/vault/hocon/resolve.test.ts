import { describe, expect, it } from "vitest";
import { parseHocon } from "./parse-hocon";

function read(text: string): unknown {
  const { value, diagnostics } = parseHocon(text, { environment: {} });
  return value ?? diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

describe("a key written several times", () => {
  it.each<[string, unknown]>([
    ["a = {x = 1}\na = {y = 2}", { a: { x: 1, y: 2 } }],
    ["a = {x = 1}\na = 5\na = {y = 2}", { a: { y: 2 } }],
    ["a = {x = 1}\na = null\na.y = 2", { a: { y: 2 } }],
    ["a = [1]\na.x = 1", { a: { x: 1 } }],
    ["a.x = 1\na = [1]", { a: [1] }],
    ["a.b.c = 1\na.b = {d = 2}\na { b { c = 3 } }", { a: { b: { c: 3, d: 2 } } }],
    [`a = \${x}\na.b = 1\nx = 5`, { a: { b: 1 }, x: 5 }],
    [`a = \${x}\na.b = 1\nx = [1]`, { a: { b: 1 }, x: [1] }],
    [`a = \${x}\na.b = 1\na.c = \${a.b}\nx = {q = 1}`, { a: { q: 1, b: 1, c: 1 }, x: { q: 1 } }],
    [
      `a = \${x}\na.b {c = 1}\na.b {d = 2}\nx {b {e = 3}}`,
      { a: { b: { e: 3, c: 1, d: 2 } }, x: { b: { e: 3 } } },
    ],
    [`a = \${x}\na = null\na = {c = 1}\nx = {b = 2}`, { a: { c: 1 }, x: { b: 2 } }],
    [`a = {b = 2}\na = null\na = \${x}\nx = {c = 1}`, { a: { c: 1 }, x: { c: 1 } }],
    [`a = {b = 1}\na = \${x}\nx = {c = 1}`, { a: { b: 1, c: 1 }, x: { c: 1 } }],
    [`a = 5\na = {x = \${y}}\ny = 1\nb = \${a}`, { a: { x: 1 }, y: 1, b: { x: 1 } }],
    [`a = [\${y}]\na = {x = 1}\ny = 1`, { a: { x: 1 }, y: 1 }],
    [`a = {x = 1}\na = [\${y}]\ny = 1`, { a: [1], y: 1 }],
    [`a = \${y}\na = [\${y}]\ny = 1`, { a: [1], y: 1 }],
    [`a = \${missing}\na = 1`, { a: 1 }],
    [`a = \${missing}\na = \${y}\ny = 5`, ["unresolved-reference"]],
    [`a = 1\na = \${?x}\nx = null`, { a: null, x: null }],
    [`a = {b = 1}\na = \${?x}\nx = null\na = \${?y}`, { a: null, x: null }],
  ])("%j", (text, expected) => expect(read(text)).toEqual(expected));
});

describe("a reference", () => {
  it.each<[string, unknown]>([
    [`b = \${a}\na = 1`, { b: 1, a: 1 }],
    [`a = {x = 1}\nb = \${a}\na.x = 2\nb.x = 3`, { a: { x: 2 }, b: { x: 3 } }],
    [`a = \${b.c}\nb = \${d}\nd = {c = 7}`, { a: 7, b: { c: 7 }, d: { c: 7 } }],
    [`a = \${b.c.d}\nb = {c = {e = 1}} {c = {d = 2}}`, { a: 2, b: { c: { e: 1, d: 2 } } }],
    [`a = \${b.c}\nb = \${d} {e = 1}\nd = {c = 7}`, { a: 7, b: { c: 7, e: 1 }, d: { c: 7 } }],
    [
      `x = \${a.b}\na.b = \${q}\nq = {c = 1}\na = {b = {d = 2}}`,
      { x: { c: 1, d: 2 }, a: { b: { c: 1, d: 2 } }, q: { c: 1 } },
    ],
    [
      `x = \${a.b.c}\na = \${q}\nq = {b = {c = 1}}\na = {b = {d = 2}}`,
      { x: 1, a: { b: { c: 1, d: 2 } }, q: { b: { c: 1 } } },
    ],
    [
      `x = \${a.b}\na = \${q}\nq = {b = {c = 1}}\na = 5\na = \${r}\nr = {b = 2}`,
      { x: 2, a: { b: 2 }, q: { b: { c: 1 } }, r: { b: 2 } },
    ],
    [`x = \${?a.b.c}\na = {b = 1}\ny = \${?a.b.c.d}\nz = \${?n.o}`, { a: { b: 1 } }],
    [`a = [\${?x}, \${y}]\ny = 1`, { a: [1], y: 1 }],
    [`a = "" \${?x}\nb = \${?x} 1\nc = 1 \${?x}`, { a: " ", b: " 1", c: "1 " }],
    [`a = \${?x}\${?y}\nb = 1`, { b: 1 }],
    [`a = \${?x} \${b}\nb = [1]`, { a: [1], b: [1] }],
    [`a = \${b} \${b} [2]\nb = [1]`, { a: [1, 1, 2], b: [1] }],
    [
      `a = {"1" = x, "0" = y}\nb = [q] \${a}\nc = \${a} [q]`,
      { a: { 1: "x", 0: "y" }, b: ["q", "y", "x"], c: ["y", "x", "q"] },
    ],
    [`a = {k = x}\nb = [q] \${a}`, ["mixed-values"]],
    ["a = [q] {10 = c, 2 = b, 0 = a, 1x = d, x1 = e}", { a: ["q", "a", "b", "c"] }],
    ["a = {10 = c, 2 = b} [q]", { a: ["b", "c", "q"] }],
    [`a = [q] {1 = \${b}} [\${b}]\nb = 2`, { a: ["q", 2, 2], b: 2 }],
    [`a = {x = 1} {y = \${b}} {x = 2}\nb = 2`, { a: { x: 2, y: 2 }, b: 2 }],
    [`a = v\${b}\nb = 1.50\nc = \${d}x\nd = true`, { a: "v1.50", b: 1.5, c: "truex", d: true }],
    [`a = \${"b.c"}\n"b.c" = 1`, { a: 1, "b.c": 1 }],
  ])("%j", (text, expected) => expect(read(text)).toEqual(expected));
});

describe("a reference to its own key", () => {
  it.each<[string, unknown]>([
    [`a = 1\na = \${a}2`, { a: "12" }],
    [`a = \${a}\na = 42`, { a: 42 }],
    [`a = \${?a}x`, { a: "x" }],
    [`a = \${?a}`, {}],
    [`a = 1\na = \${a}\na = 2`, { a: 2 }],
    [`a = [1]\na = \${a} [2]\na = \${a} [3]`, { a: [1, 2, 3] }],
    [`a = [1]\na += 2\na += [3]`, { a: [1, 2, [3]] }],
    [`a { b += 1, b += 2 }\nc.d += x`, { a: { b: [1, 2] }, c: { d: ["x"] } }],
    [`a = {x = 1}\na = \${a} {y = \${a.x}}`, { a: { x: 1, y: 1 } }],
    [`x = {y = {z = 1}}\nx = \${x.y}`, { x: { y: { z: 1 }, z: 1 } }],
    [`foo = {a = {c = 1}}\nfoo = \${foo.a}\nfoo = {a = 2}`, { foo: { a: 2, c: 1 } }],
    [`a.x = 1\na.x = \${a.x}2\nb = \${a}`, { a: { x: "12" }, b: { x: "12" } }],
    [`a = 1\nb = \${a}x\na = \${b}`, { a: "1x", b: "1x" }],
    [`b = \${a}x\na = 1\na = \${b}`, { b: "1x", a: "1x" }],
    [`a = 1\nb = \${c}\nc = \${a}\na = \${b}`, { a: 1, b: 1, c: 1 }],
    [`bar = {foo = 42, baz = \${bar.foo}}`, { bar: { foo: 42, baz: 42 } }],
    [
      `a = {b = 1, c = [\${a.b}, {d = \${a.b}}]}\ne = \${a.c}`,
      { a: { b: 1, c: [1, { d: 1 }] }, e: [1, { d: 1 }] },
    ],
    [`a = 10\na += 2`, ["mixed-values"]],
  ])("%j", (text, expected) => expect(read(text)).toEqual(expected));

  it("may look at an object whose other keys refer back", () => {
    const text = `a = {x = 1, y = \${b}}\nb = \${a.x}\na.x = 2\na.x = \${a.x}3`;
    expect(read(text)).toEqual({ a: { x: "23", y: "23" }, b: "23" });
  });

  it("warns once, and only where it is written", () => {
    const codes = (text: string) =>
      parseHocon(text).diagnostics.map(({ code, range }) => `${range.start.line} ${code}`);
    expect(codes(`a = 1\na = \${a}\${a}\nb = \${a}`)).toEqual(["2 self-reference", "2 self-reference"]);
    expect(codes("a = [1]\na += 2")).toEqual(["2 append"]);
  });
});

describe("the message about a circle", () => {
  it("names every step", () => {
    const [finding] = parseHocon(`x = \${a}\na = \${b}\nb = \${"c d"}\n"c d" = \${a}`).diagnostics;
    expect(finding?.message).toContain('b → "c d" → a → b');
  });
});
