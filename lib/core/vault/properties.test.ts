import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { checkForAgents } from "./checks/agent-checks";
import cases from "./fixtures/hocon-cases.json";
import { highlightHocon } from "./hocon/highlight";
import { parseHocon } from "./hocon/parse-hocon";
import { maskSecrets } from "./mask/mask";
import { mergeVaults } from "./merge";
import type { ParsedVault, VaultFormat, VaultObject, VaultValue } from "./model/types";
import { VaultNumber, vaultNumber } from "./model/vault-number";
import { parseVault } from "./parse";
import { canonicalText } from "./write/canonical";
import { convert } from "./write/convert";
import { writeHocon } from "./write/write-hocon";
import { jsonText } from "./write/write-json";
import { yamlText } from "./write/write-yaml";

/** A guard against hanging, not a claim about speed. */
vi.setConfig({ testTimeout: 60_000 });

const runs = 300;

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const keys = fc
  .oneof(
    text,
    fc.constantFrom("a", "a.b", "include", "constructor", "toString", "null", "1", "<<", "#x", "a b"),
  )
  .filter((key) => key !== "__proto__" && key !== "<<");
const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 30 });
const numbers = fc.oneof(
  fc.integer().map((number) => vaultNumber(String(number))),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => vaultNumber(String(number))),
  fc
    .tuple(fc.constantFrom("", "-"), digits, fc.option(digits), fc.constantFrom("", "e5", "E+12", "e-7"))
    .map(([sign, whole, fraction, exponent]) =>
      vaultNumber(`${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent}`),
    ),
);
const strings = fc.oneof(
  text,
  fc.constantFrom(
    "",
    "true",
    "Null",
    "1",
    "-",
    `\${x}`,
    "a\nb\nc",
    '"""',
    "x\ty",
    "\\n",
    "# no",
    "// no",
    "é😀",
    "10m",
    "~",
    "- a",
    "a: b",
  ),
  fc.string({
    unit: fc.constantFrom(
      '"',
      "\\",
      "\n",
      "\r",
      "\t",
      "$",
      "{",
      "}",
      "[",
      "#",
      "/",
      "'",
      ":",
      " ",
      "a",
      "\b",
      "\u0001",
    ),
  }),
);
const { vaults } = fc.letrec<{ value: VaultValue; vaults: VaultObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    strings,
    numbers,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("vaults"),
  ),
  vaults: fc.dictionary(keys, tie("value"), { maxKeys: 5, noNullPrototype: true }),
}));

describe("a text written from a value", () => {
  const same = (read: ParsedVault, value: VaultObject) => {
    expect(read.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(read.value).toEqual(value);
  };

  it("has that value as canonical text", () => {
    fc.assert(
      fc.property(vaults, (value) => {
        const served = canonicalText(value);
        expect(served).not.toContain("\t");
        expect(served.endsWith("\n")).toBe(true);
        same(parseVault(served, "hocon", { environment: {} }), value);
      }),
      { numRuns: runs },
    );
  });

  it("has that value as HOCON, JSON and YAML", () => {
    fc.assert(
      fc.property(vaults, (value) => {
        const { resolved } = parseHocon(canonicalText(value));
        same(parseVault(writeHocon(resolved!), "hocon", { environment: {} }), value);
        same(parseVault(jsonText(value), "json"), value);
        same(parseVault(yamlText(value), "yaml"), value);
      }),
      { numRuns: runs },
    );
  });

  it("keeps its value when converted there and back", () => {
    const formats: VaultFormat[] = ["json", "yaml"];
    fc.assert(
      fc.property(vaults, fc.constantFrom(...formats), (value, format) => {
        const there = convert(canonicalText(value), "hocon", format);
        expect(there.text).toBeDefined();
        const back = convert(there.text!, format, "hocon");
        same(parseVault(back.text!, "hocon", { environment: {} }), value);
      }),
      { numRuns: runs },
    );
  });

  it("stays itself when merged over itself", () => {
    fc.assert(
      fc.property(vaults, vaults, (low, high) => {
        const [a, b] = [low, high].map((value) => parseHocon(canonicalText(value)));
        const merged = mergeVaults([
          { id: "low", parsed: a! },
          { id: "high", parsed: b! },
          { id: "again", parsed: b! },
        ]);
        expect(merged.value).toEqual(mergedByHand(low, high));
        expect(merged.skipped).toEqual([]);
        for (const { from, hides } of merged.keys)
          expect([...hides, from].every(({ line }) => line > 0)).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

function mergedByHand(low: VaultObject, high: VaultObject): VaultObject {
  const out: VaultObject = { ...low };
  for (const [key, value] of Object.entries(high)) {
    const below = Object.hasOwn(out, key) ? out[key] : undefined;
    out[key] = isObject(value) && isObject(below) ? mergedByHand(below, value) : value;
  }
  return out;
}

function isObject(value: VaultValue | undefined): value is VaultObject {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof VaultNumber)
  );
}

describe("a text with random edits", () => {
  const pieces = fc.oneof(
    fc.constantFrom(..."{}[],:=+#\"'\\$.\n\t -|&*!%@`~?<>()^".split("")),
    fc.constantFrom(
      '"""',
      `\${`,
      `\${?a}`,
      `\${a}`,
      "//",
      "/*",
      "include",
      "+=",
      "\r\n",
      "\ufeff",
      "\ud83d",
      "- ",
      "&a ",
      "*a",
      "__proto__",
    ),
    fc.string({ maxLength: 3 }),
  );
  const edits = fc.array(fc.tuple(fc.nat(400), fc.nat(6), pieces), { maxLength: 6 });
  const formats = fc.constantFrom<VaultFormat>("hocon", "json", "yaml");

  it("never throws, and every diagnostic keeps its place", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        edits,
        formats,
        fc.boolean(),
        (source, changes, format, alone) => {
          let edited = source.text;
          for (const [at, removed, added] of changes) {
            const place = at % (edited.length + 1);
            edited = edited.slice(0, place) + added + edited.slice(place + removed);
          }
          const parsed = parseVault(edited, format, alone ? { environment: {} } : {});
          const findings = [...parsed.diagnostics, ...checkForAgents(parsed, "personal")];
          for (const { range, message, fix } of findings) {
            expect(message.length).toBeGreaterThan(0);
            for (const place of [range.start, range.end, fix?.range.start ?? range.start]) {
              const before = edited.slice(0, place.offset).split("\n");
              expect(place.offset).toBeLessThanOrEqual(edited.length);
              expect(place.line).toBe(before.length);
              expect(place.column).toBe(before[before.length - 1]!.length + 1);
            }
            expect(range.end.offset).toBeGreaterThanOrEqual(range.start.offset);
          }
          const failed = parsed.diagnostics.some(({ severity }) => severity === "error");
          expect(parsed.value === undefined).toBe(failed);
          if (parsed.value) {
            expect(parseHocon(canonicalText(parsed.value), alone ? { environment: {} } : {}).value).toEqual(
              parsed.value,
            );
            maskSecrets(parsed.value);
          }
          mergeVaults([{ id: "one", parsed }]);
          highlightHocon(edited);
          convert(edited, format, "json");
        },
      ),
      { numRuns: runs * 2 },
    );
  });

  it("gives highlight tokens that follow one another", () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), edits, (source, changes) => {
        let edited = source.text;
        for (const [at, , added] of changes) edited = edited.slice(0, at) + added + edited.slice(at);
        let end = 0;
        for (const token of highlightHocon(edited)) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
        }
        expect(end).toBeLessThanOrEqual(edited.length);
      }),
      { numRuns: runs },
    );
  });
});
