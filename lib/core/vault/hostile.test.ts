import { beforeAll, describe, expect, it, vi } from "vitest";
import { checkVault } from "./checks/check-vault";
import { maskSecrets } from "./mask/mask";
import type { VaultFormat } from "./model/types";
import { parseVault } from "./parse";

/** A guard against hanging, not a claim about speed. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const kilobytes = 1024;
const megabyte = 1024 * kilobytes;
const formats: VaultFormat[] = ["hocon", "json", "yaml"];

function repeated(piece: string, size = 250 * kilobytes): string {
  return piece.repeat(Math.floor(size / piece.length));
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

function firstError(text: string, format: VaultFormat) {
  const { diagnostics, value } = parseVault(text, format);
  const error = diagnostics.find(({ severity }) => severity === "error");
  expect(value === undefined).toBe(error !== undefined);
  return error;
}

const pieces = [
  "[",
  "{",
  "}",
  "]",
  '{"a":',
  "a{",
  '"',
  '"a"',
  ",",
  "- ",
  "\\",
  `\${`,
  `\${a`,
  `a=\${?a}`,
  ":",
  "=",
  "+=",
  '"""',
  "'",
  "&a ",
  "*a ",
  "!a ",
  "|\n",
  "? ",
  "~ ",
  "/*",
  "// ",
  "\r",
  "\t",
  "\0",
  "é",
  "😀",
  "\ud83d",
  "include ",
  "a.",
  "{x=",
  "[[",
  "1",
  "1e",
  "-",
  ".",
  "<<: ",
  "%",
  "---\n",
  "...\n",
];

describe.each(formats)("a long text of nothing, as %s", (format) => {
  it.each(pieces)("ends soon for %j", (piece) => {
    expect(firstError(`${repeated(piece)}x`, format)?.range.start.line ?? 1).toBeGreaterThan(0);
    expect(firstError(`a: ${repeated(piece)}`, format)?.range.start.line ?? 1).toBeGreaterThan(0);
  });

  it.each(["a", "[", "\n", `\${a}`, "é"])("refuses a megabyte of %j where it passes the limit", (piece) => {
    const error = firstError(repeated(piece, megabyte), format);
    expect(error?.code).toBe("too-large");
    expect(error?.range.start.offset).toBe(piece === "é" ? 128 * kilobytes : 256 * kilobytes);
  });

  it("takes 256 KB and warns from 64 KB", () => {
    const text =
      format === "json"
        ? `{"a":"${"x".repeat(256 * kilobytes - 8)}"}`
        : `a: ${"x".repeat(256 * kilobytes - 3)}`;
    expect(text.length).toBe(256 * kilobytes);
    const { value, diagnostics } = parseVault(text, format);
    expect(value).toBeDefined();
    expect(diagnostics.map(({ code, severity, range }) => [code, severity, range.start.offset])).toEqual([
      ["slow-to-load", "warning", 64 * kilobytes],
    ]);
  });
});

describe("depth", () => {
  const nested = (depth: number) => `a=${"{a=".repeat(depth)}1${"}".repeat(depth)}`;

  it("ends at 24 levels, however they are made", () => {
    expect(firstError(nested(24), "hocon")).toBeUndefined();
    expect(firstError(nested(25), "hocon")?.code).toBe("too-deep");
    expect(firstError(`${"a.".repeat(24)}a=1`, "hocon")).toBeUndefined();
    expect(firstError(`${"a.".repeat(25)}a=1`, "hocon")?.code).toBe("too-deep");
    expect(firstError(`a.b { ${"c.".repeat(22)}d=1 }`, "hocon")).toBeUndefined();
    expect(firstError(`a.b { ${"c.".repeat(23)}d=1 }`, "hocon")?.code).toBe("too-deep");
    expect(firstError(`a=${"[".repeat(24)}${"]".repeat(24)}`, "hocon")).toBeUndefined();
    expect(firstError(`a=${"[".repeat(25)}${"]".repeat(25)}`, "hocon")?.range.start.column).toBe(27);
    expect(firstError(`{"a":${"[".repeat(24)}${"]".repeat(24)}}`, "json")).toBeUndefined();
    expect(firstError(`{"a":${"[".repeat(25)}${"]".repeat(25)}}`, "json")?.code).toBe("too-deep");
    expect(firstError(`a: ${"[".repeat(24)}${"]".repeat(24)}`, "yaml")).toBeUndefined();
    expect(firstError(`a: ${"[".repeat(25)}${"]".repeat(25)}`, "yaml")?.code).toBe("too-deep");
    expect(
      firstError(
        lines(26, (index) => `${" ".repeat(index)}a:`),
        "yaml",
      )?.code,
    ).toBe("too-deep");
    expect(
      firstError(
        lines(600, (index) => `${" ".repeat(index)}a:`),
        "yaml",
      )?.code,
    ).toBe("too-deep");
  });

  it("counts what references bring", () => {
    const grown = `${lines(12, (index) => `a${index} = {x = {x = \${a${index + 1}}}}`)}\na12 = {y = {}}`;
    expect(firstError(grown, "hocon")?.code).toBe("too-deep");
  });
});

describe("expansion", () => {
  it("of objects ends at the limit", () => {
    const text = `a0 = {x = 1}\n${lines(40, (index) => `a${index + 1} = {l = \${a${index}}, r = \${a${index}}}`)}`;
    expect(["expands-too-far", "too-deep"]).toContain(firstError(text, "hocon")?.code);
  });

  it("of lists, texts and merged objects ends at the limit", () => {
    const lists = `a0 = [1]\n${lines(40, (index) => `a${index + 1} = \${a${index}}\${a${index}}`)}`;
    expect(firstError(lists, "hocon")?.code).toBe("expands-too-far");
    const texts = `a0 = x\n${lines(40, (index) => `a${index + 1} = \${a${index}}\${a${index}}`)}`;
    expect(firstError(texts, "hocon")?.code).toBe("expands-too-far");
    const wide = lines(2000, (index) => `k${index} = 1`);
    const merged = `a { ${wide} }\n${lines(90, (index) => `b${index} = \${a} {z = ${index}}`)}`;
    expect(firstError(merged, "hocon")?.code).toBe("expands-too-far");
    const copies = `a = [${"[[]],".repeat(3000)}]\n${lines(90, (index) => `b${index} = \${a}`)}`;
    expect(firstError(copies, "hocon")?.code).toBe("expands-too-far");
    const long = `a = "${"x".repeat(50_000)}"\n${lines(90, (index) => `b${index} = \${a}`)}`;
    expect(firstError(long, "hocon")?.code).toBe("expands-too-far");
  });

  it("of YAML aliases ends at the limit", () => {
    const names = "abcdefghij".split("");
    const bomb = `a: &a [${"x,".repeat(9)}x]\n${names
      .slice(1)
      .map((name, index) => `${name}: &${name} [${`*${names[index]},`.repeat(9)}]`)
      .join("\n")}`;
    expect(firstError(bomb, "yaml")?.code).toBe("too-many-values");
  });
});

describe("the work for YAML", () => {
  const keys = 18_000;
  const ordinary = lines(keys, (index) => (index % 10 === 0 ? `g${index}:` : `  k${index}: 1`));

  /** The least of a few turns, so that a busy machine changes little. */
  function time(text: string, turns: number): number {
    const times = Array.from({ length: turns }, () => {
      const start = performance.now();
      parseVault(text, "yaml");
      return performance.now() - start;
    });
    return Math.min(...times);
  }
  /** Looked at again where it took too long: on a busy machine every turn of a few may be a slow one. */
  function timeAtMost(limit: number, text: string): number {
    let least = Number.POSITIVE_INFINITY;
    for (let turns = 0; turns < 10 && least >= limit; turns += 1) least = Math.min(least, time(text, 1));
    return least;
  }
  let usual = 0;
  beforeAll(() => {
    usual = time(ordinary, 4);
  });

  it("has an ordinary text to be measured by", () => {
    expect(Object.keys(parseVault(ordinary, "yaml").value ?? {})).toHaveLength(keys / 10);
  });

  it.each([
    ["one group of many keys", lines(keys, (index) => `k${index}: 1`)],
    ["one list", `a:\n${lines(keys, (index) => `  - k${index}`)}`],
    ["one list in brackets", `a: [${lines(keys, (index) => `k${index},`)}]`],
    ["one group in braces", `a: {${lines(keys, (index) => `k${index}: 1,`)}}`],
    ["anchors", lines(keys, (index) => `k${index}: &a 1`)],
    ["aliases", `x: &x 1\n${lines(keys, (index) => `k${index}: *x`)}`],
    ["names that stand for nothing", lines(keys, (index) => `k${index}: *x`)],
    ["comments", lines(keys / 2, (index) => `# comment ${index}\nk${index}: 1`)],
    ["one key again and again", lines(keys, () => "key: 1")],
    ["closing braces", repeated("}")],
    ["closing brackets in a value", `a: ${repeated("]")}`],
    ["commas", `a: [${repeated(",")}]`],
    ["escapes that mean nothing", `a: "${repeated("\\q")}"`],
    ["values that cannot begin so", lines(keys, (index) => `k${index}: @x`)],
  ])("of %s is at most three times that of groups of ten keys", (_, text) => {
    expect(parseVault(text, "yaml").diagnostics.map(({ code }) => code)).not.toContain("too-large");
    expect(timeAtMost(3 * usual, text)).toBeLessThan(3 * usual);
  });

  it("is done for a whole group on one line", () => {
    const text = JSON.stringify(
      Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, "x"])),
    );
    expect(firstError(text.replaceAll('":', '": '), "yaml")).toBeUndefined();
    expect(firstError(`a: ${text.replaceAll('":', '": ')}`, "yaml")).toBeUndefined();
  });
});

describe("counts", () => {
  it("end at their limits", () => {
    const many = lines(20_001, (index) => `k${index}=1`);
    expect(
      firstError(
        lines(19_999, (index) => `k${index}=1`),
        "hocon",
      ),
    ).toBeUndefined();
    expect(firstError(many, "hocon")?.code).toBe("too-many-values");
    expect(firstError(`{"a":[${"1,".repeat(20_001)}]}`, "json")?.code).toBe("too-many-values");
    expect(firstError(`a: [${"1,".repeat(20_001)}]`, "yaml")?.code).toBe("too-many-values");
    expect(firstError(`a: [${"1,".repeat(110_000)}]`, "yaml")?.code).toBe("too-many-values");
    expect(
      firstError(
        lines(220_000, () => ""),
        "yaml",
      )?.code,
    ).toBe("too-many-values");
    expect(
      firstError(
        lines(1000, (index) => `k${index}=\${?x}`),
        "hocon",
      ),
    ).toBeUndefined();
    expect(
      firstError(
        lines(1001, (index) => `k${index}=\${?x}`),
        "hocon",
      )?.code,
    ).toBe("too-many-references");
    const chain = (length: number) =>
      `${lines(length, (index) => `k${index}=\${k${index + 1}}`)}\nk${length}=1`;
    expect(firstError(chain(100), "hocon")).toBeUndefined();
    expect(firstError(chain(101), "hocon")?.code).toBe("chain-too-long");
  });

  it("hold for keys", () => {
    for (const [format, text] of [
      ["hocon", (key: string) => `${key} = 1`],
      ["json", (key: string) => `{"${key}": 1}`],
      ["yaml", (key: string) => `? ${key}\n: 1`],
    ] as const) {
      expect(firstError(text("x".repeat(1024)), format)).toBeUndefined();
      expect(firstError(text("x".repeat(1025)), format)?.code).toBe("key-too-long");
      expect(firstError(text("é".repeat(512)), format)).toBeUndefined();
      expect(firstError(text("é".repeat(513)), format)?.code).toBe("key-too-long");
    }
    expect(firstError('"a"'.repeat(2000), "hocon")?.code).toBe("key-too-long");
  });

  it("of errors end at a hundred", () => {
    const { diagnostics } = parseVault(
      lines(5000, () => "a = ^"),
      "hocon",
    );
    expect(diagnostics).toHaveLength(100);
  });
});

describe("cycles", () => {
  it.each([
    `a = \${a}`,
    `a = \${b}\nb = \${a}`,
    `a = \${b}\nb = \${c}\nc = \${a}`,
    `a { b = \${a} }`,
    `a = \${a}x`,
    `a = [\${a}]`,
    `a = \${b.c}\nb = \${a}`,
    `a = \${b} {x = 1}\nb = \${a} {y = 1}`,
    `a = 1\na = [\${a}]`,
  ])("are reported: %j", (text) => {
    for (const options of [{}, { environment: {} }]) {
      const codes = parseVault(text, "hocon", options).diagnostics.map(({ code }) => code);
      expect(codes).toContain("circular-reference");
    }
  });

  it("of optional references have no value", () => {
    expect(parseVault(`a = \${?b}\nb = \${?a}\nc = 1`, "hocon", { environment: {} }).value).toEqual({ c: 1 });
    expect(parseVault(`a = \${?b.c}\nb = \${?a}\nc = 1`, "hocon", { environment: {} }).value).toEqual({
      c: 1,
    });
  });
});

describe("names of built-in things", () => {
  const names = ["constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "__defineGetter__"];

  it("are keys like others, but for __proto__", () => {
    for (const name of names) {
      expect(
        parseVault(`${name} { x = 1 }\nb = \${${name}.x}\nc = \${?a.${name}}`, "hocon", { environment: {} })
          .value,
      ).toEqual({
        [name]: { x: 1 },
        b: 1,
      });
      expect(parseVault(`{"${name}": {"x": 1}}`, "json").value).toEqual({ [name]: { x: 1 } });
      expect(parseVault(`${name}: {x: 1}`, "yaml").value).toEqual({ [name]: { x: 1 } });
    }
    for (const [format, text] of [
      ["hocon", "a.__proto__.x = 1"],
      ["json", '{"a":{"__proto__":{"x":1}}}'],
      ["yaml", "a:\n  __proto__: {x: 1}"],
    ] as const) {
      expect(firstError(text, format)?.code).toBe("forbidden-key");
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it("are found to be nothing special, in every place", () => {
    for (const name of names) {
      for (const text of [
        `${name} = 1`,
        `${name} { x = 1 }`,
        `agent.${name} = 1`,
        `sdk { ${name} { x = 1 } }`,
      ]) {
        expect(
          checkVault(text, "hocon", "personal").diagnostics.every(({ severity }) => severity === "warning"),
        ).toBe(true);
      }
      const file = parseVault(
        `files.x { path { ${name} = 1 }, format { ${name} = 1 }, contents = y }`,
        "hocon",
      );
      expect(Object.keys(maskSecrets(file.value!))).toEqual(["files"]);
    }
  });

  it("of the environment are not inherited", () => {
    const { diagnostics } = parseVault(`a = \${toString}`, "hocon", { environment: {} });
    expect(diagnostics[0]?.code).toBe("unresolved-reference");
  });
});
