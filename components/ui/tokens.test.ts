import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const tokens = "components/ui/tokens.css";
/** They describe font files in units of their own. */
const fonts = "components/ui/fonts.css";

function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file))
    .map((file) => path.posix.join(folder, file));
}

const read = (file: string) => readFileSync(path.join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");

const length = /(?<![\w.#])-?\d*\.?\d+(?:px|rem)\b/g;
const hairline = /^-?1px$/;

/** Lengths that are no hairline, and so ought to be a token or a step of the spacing. */
function rawLengths(css: string): string[] {
  return (css.match(length) ?? []).filter((found) => !hairline.test(found));
}

/** Those between the brackets of a class such as `w-[37px]`. */
function bracketedLengths(source: string): string[] {
  return (source.match(/(?<=[\w-])\[[^\]\s"'`]+\]/g) ?? []).filter((found) => rawLengths(found).length > 0);
}

const sheets = [...filesIn("app", /\.css$/), ...filesIn("components", /\.css$/)].filter(
  (file) => file !== tokens && file !== fonts,
);
const sources = [...filesIn("app", /\.tsx$/), ...filesIn("components", /\.tsx$/)];

describe("lengths", () => {
  test.each([
    ["border: 1px solid; outline-offset: -1px", []],
    ["width: 37px", ["37px"]],
    ["padding: 0.3rem --spacing(2)", ["0.3rem"]],
    ["margin: -.5rem 0 2px; letter-spacing: 0.1em", ["-.5rem", "2px"]],
    ["color: #12px; max-height: calc(100dvh - var(--spacing-row)); width: 50%", []],
  ])("that are raw are found in %s", (css, found) => {
    expect(rawLengths(css)).toEqual(found);
  });

  test.each([
    ['className="w-[37px] top-2"', ["[37px]"]],
    ['className="max-h-[calc(100dvh-3rem)]"', ["[calc(100dvh-3rem)]"]],
    ['className="max-w-[85vw] [overflow-wrap:anywhere]"', []],
  ])("are found between the brackets of %s", (source, found) => {
    expect(bracketedLengths(source)).toEqual(found);
  });

  test.each(sheets)("come from the tokens in %s", (file) => {
    expect(rawLengths(read(file))).toEqual([]);
  });

  test("come from the tokens in the classes of every component", () => {
    expect(sources.length).toBeGreaterThan(100);
    const raw = sources.flatMap((file) => bracketedLengths(read(file)).map((found) => `${file}: ${found}`));
    expect(raw).toEqual([]);
  });
});

test("every token that a style sheet names is there", () => {
  const declared = new Set(
    [tokens, ...sheets].flatMap((file) =>
      [...read(file).matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name),
    ),
  );
  // By the style of an element, or by Radix.
  const setInPlace = /^--(?:fill|digits|radix-[\w-]+)$/;
  const named = sheets.flatMap((file) =>
    [...read(file).matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((name) => name && !declared.has(name) && !setInPlace.test(name))).toEqual([]);
});
