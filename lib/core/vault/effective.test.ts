import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type EffectiveLayer, effectiveConfiguration, revealKey, whatChanges } from "./effective";
import { maskedText } from "./mask/masked-text";
import { mergeVaults } from "./merge";
import type { VaultFormat, VaultObject, VaultValue } from "./model/types";
import { vaultNumber } from "./model/vault-number";
import { parseVault } from "./parse";
import { canonicalText, valueText } from "./write/canonical";

vi.setConfig({ testTimeout: 60_000 });

const layer = (
  id: string,
  text: string,
  more: Partial<EffectiveLayer> = {},
  format: VaultFormat = "hocon",
) => ({
  id,
  parsed: parseVault(text, format),
  ...more,
});

const shown = (layers: EffectiveLayer[]) =>
  effectiveConfiguration(layers).keys.map(
    ({ name, value, from, hides }) =>
      `${name} = ${value.text} (${from.layer}:${from.line})${hides.map((low) => ` over ${low.value.text} (${low.layer}:${low.line})`).join("")}`,
  );

describe("an effective configuration", () => {
  it.each<[string, string[], string[]]>([
    ["nothing", [], []],
    [
      "what each layer adds, replaces and hides",
      ["sdk { a = 1\n b = x }\nlist = [1, 2]", "sdk.a = 2", "\nsdk { a = 3 }\nlist = [3]"],
      [
        "sdk.a = 3 (L3:2) over 2 (L2:1) over 1 (L1:1)",
        'sdk.b = "x" (L1:2)',
        "list = [3] (L3:3) over [1, 2] (L1:3)",
      ],
    ],
    ["null in place of a section", ["a { x = 1 }", "a = null"], ['a = null (L2:1) over {"x": 1} (L1:1)']],
    ["a section in place of a value", ["a = 5", "a { x = 1 }"], ["a.x = 1 (L2:1) over 5 (L1:1)"]],
    [
      "references within one layer, and those of the client",
      [`a = low\nb = \${a}`, "a = high", `home = \${HOME}/x`],
      ['a = "high" (L2:1) over "low" (L1:1)', 'b = "low" (L1:2)', `home = \${HOME}"/x" (L3:1)`],
    ],
    ["names that need quotes", ['"a.b" { "c d" = 1 }'], ['"a.b"."c d" = 1 (L1:1)']],
    ["a number as it is written", ["cuda = 8.0"], ["cuda = 8.0 (L1:1)"]],
    ["no key that describes one machine", ["agent { cuda_version = 12, x = 1 }"], ["agent.x = 1 (L1:1)"]],
    [
      "secrets, hidden in every layer",
      ["sdk.aws.s3.secret = one", 'sdk.aws.s3.secret = two\nurl = "https://u:p4ss@h/x"'],
      [
        `sdk.aws.s3.secret = ${maskedText} (L2:1) over ${maskedText} (L1:1)`,
        `url = "https://u:${maskedText}@h/x" (L2:2)`,
      ],
    ],
    [
      "a file that one layer names and another fills",
      [
        'files.n.contents = "h:5432:db:u:low1"',
        'files.n { path = "~/.pgpass" }',
        'files.n.contents = "h:5432:db:u:high2"',
      ],
      [
        `files.n.contents = "h:5432:db:u:${maskedText}" (L3:1) over ${maskedText} (L1:1)`,
        'files.n.path = "~/.pgpass" (L2:1)',
      ],
    ],
    [
      "a file that was secret in its own layer and is called otherwise above",
      ['files.n { path = "~/.ssh/id_rsa", contents = "low1" }', 'files.n.path = "/tmp/x"'],
      [
        'files.n.path = "/tmp/x" (L2:1) over "~/.ssh/id_rsa" (L1:1)',
        `files.n.contents = ${maskedText} (L1:1)`,
      ],
    ],
  ])("shows %s", (_, texts, expected) => {
    expect(shown(texts.map((text, index) => layer(`L${index + 1}`, text)))).toEqual(expected);
  });

  it("shows the keys of a private layer and none of its values", () => {
    const layers = [
      layer("admin", "a = 1\nb = 2"),
      layer("own", "a = mine\nc = [mine]", { isPrivate: true }),
    ];
    expect(shown(layers)).toEqual([
      `a = ${maskedText} (own:1) over 1 (admin:1)`,
      "b = 2 (admin:2)",
      `c = ${maskedText} (own:2)`,
    ]);
  });

  it("keeps the machine's own keys in a client's file, below every vault", () => {
    const local = layer("clearml.conf", "agent.cuda_version = 11\napi.x = 1", { isLocal: true });
    expect(shown([local, layer("own", "agent.cuda_version = 12\napi.x = 2")])).toEqual([
      "agent.cuda_version = 11 (clearml.conf:1)",
      "api.x = 2 (own:2) over 1 (clearml.conf:2)",
    ]);
  });

  it("says which layer is left out, and why", () => {
    const { keys, skipped } = effectiveConfiguration([layer("a", "x = 1"), layer("b", "y = [")]);
    expect(keys.map(({ name }) => name)).toEqual(["x"]);
    expect(skipped).toEqual([{ layer: "b", line: 1, message: expect.stringMatching(/./) }]);
  });

  it("cuts off a long value", () => {
    const [key] = effectiveConfiguration([layer("a", `x = "${"y".repeat(5_000)}"`)]).keys;
    expect(key?.value.isPartial).toBe(true);
    expect(key?.value.text.length).toBeLessThan(600);
  });
});

describe("a revealed key", () => {
  const layers = [layer("admin", "secret = low"), layer("own", "secret = top", {})];

  it("comes in full, with its layer", () => {
    expect(revealKey(layers, ["secret"])).toEqual({ text: '"top"', from: { layer: "own", line: 1 } });
    expect(revealKey(layers, ["secrets"])).toBeUndefined();
  });

  it("is kept back where its layer is private", () => {
    expect(revealKey([layer("own", "secret = top", { isPrivate: true })], ["secret"])).toBeUndefined();
  });
});

describe("what changes", () => {
  it("is what was added, changed and removed, with secrets hidden", () => {
    const before = [layer("a", "x = 1\ny = 2\nz.secret = one\nsame = 5")];
    const after = [...before, layer("b", "x = 7\nw = 1\nz.secret = two\ny { deep = 1 }\nsame = 5")];
    expect(whatChanges(before, after).map(({ path: _, ...change }) => change)).toEqual([
      { name: "x", kind: "changed", before: whole("1"), after: whole("7") },
      { name: "y.deep", kind: "added", after: whole("1") },
      { name: "z.secret", kind: "changed", before: hidden, after: hidden },
      { name: "w", kind: "added", after: whole("1") },
      { name: "y", kind: "removed", before: whole("2") },
    ]);
    expect(whatChanges(after, after)).toEqual([]);
  });

  const whole = (text: string) => ({ text, isPartial: false });
  const hidden = { text: maskedText, isPartial: true };
});

const names = fc.constantFrom(
  "a",
  "b",
  "c d",
  "e.f",
  "secret",
  "files",
  "path",
  "contents",
  "agent",
  "constructor",
);
const leaves = fc.oneof(
  fc.constantFrom("", "x", "a\nb", "~/.netrc", `\${x}`),
  fc.integer().map((number) => vaultNumber(String(number))),
  fc.boolean(),
  fc.constant(null),
);
const { objects } = fc.letrec<{ value: VaultValue; objects: VaultObject }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, leaves, fc.array(leaves, { maxLength: 3 }), tie("objects")),
  objects: fc.dictionary(names, tie("value"), { maxKeys: 4, noNullPrototype: true }),
}));
const stacks = fc.array(objects, { maxLength: 4 });
const layersOf = (values: VaultObject[]) =>
  values.map((value, index) => layer(`L${index}`, canonicalText(value), { isLocal: true }));

describe("for any layers", () => {
  it("folding the keys back gives exactly the merge", () => {
    fc.assert(
      fc.property(stacks, (values) => {
        const layers = layersOf(values);
        const { value, keys } = mergeVaults(layers);
        const effective = effectiveConfiguration(layers);
        expect(effective.keys.map(({ path }) => path)).toEqual(keys.map(({ path }) => path));
        const folded: VaultObject = {};
        for (const { path } of effective.keys) {
          const revealed = revealKey(layers, path);
          put(folded, path, parseVault(`x: ${revealed?.text}\n`, "hocon").value!.x!);
        }
        expect(canonicalText(folded)).toBe(canonicalText(value));
      }),
      { numRuns: 200 },
    );
  });

  it("each value is that of the highest layer that says something, at the line that says it", () => {
    fc.assert(
      fc.property(stacks, (values) => {
        const layers = layersOf(values);
        for (const { path, from } of effectiveConfiguration(layers).keys) {
          const top = Number(from.layer.slice(1));
          expect(saysSomething(values[top]!, path)).toBe(true);
          for (const above of values.slice(top + 1)) expect(saysSomething(above, path)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("nothing shown holds a secret, whichever layer holds it", () => {
    const secretNames = fc.constantFrom("secret", "git_pass", "AWS_SECRET_ACCESS_KEY", "api_key", "token");
    const plainNames = fc.constantFrom("a", "b", "sdk");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(plainNames, { maxLength: 3 }), secretNames), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 6 }),
        (places, order) => {
          const texts = order.map((_, index) =>
            places
              .slice(0, index + 1)
              .map(([path, name], at) => `${[...path, name].join(".")} = "PLAINTEXT${index}${at}"`)
              .join("\n"),
          );
          const layers = texts.map((text, index) => layer(`L${index}`, text));
          const output = JSON.stringify([
            effectiveConfiguration(layers),
            whatChanges(layers.slice(0, -1), layers),
            whatChanges(layers, []),
          ]);
          expect(output).not.toContain("PLAINTEXT");
        },
      ),
      { numRuns: 200 },
    );
  });

  it("applying what changes to the one gives the other", () => {
    fc.assert(
      fc.property(stacks, stacks, (left, right) => {
        const [before, after] = [layersOf(left), layersOf(right)];
        const keysOf = (layers: EffectiveLayer[]) =>
          new Map(mergeVaults(layers).keys.map(({ path, value }) => [path.join("\0"), valueText(value)]));
        const folded = keysOf(before);
        const wanted = keysOf(after);
        for (const change of whatChanges(before, after)) {
          const key = change.path.join("\0");
          if (change.kind === "removed") folded.delete(key);
          else folded.set(key, wanted.get(key)!);
        }
        expect(Object.fromEntries(folded)).toEqual(Object.fromEntries(wanted));
      }),
      { numRuns: 200 },
    );
  });
});

function put(root: VaultObject, path: readonly string[], value: VaultValue): void {
  let at = root;
  for (const name of path.slice(0, -1)) {
    if (!Object.hasOwn(at, name)) at[name] = {};
    at = at[name] as VaultObject;
  }
  if (path.length > 0) at[path.at(-1)!] = value;
}

/** Whether the layer holds a value at the path, or another kind of value in its way. */
function saysSomething(root: VaultObject, path: readonly string[]): boolean {
  let value: VaultValue = root;
  for (const name of path) {
    if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
      return true;
    if (!Object.hasOwn(value, name)) return false;
    value = (value as VaultObject)[name]!;
  }
  return true;
}
