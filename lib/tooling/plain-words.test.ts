import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { shownTexts } from "./shown-texts";

const root = path.resolve(import.meta.dirname, "../..");

/** Phrases that TERMS.md replaces. */
const phrases = [
  "anew",
  "beside them",
  "has to stand",
  "is not there",
  "(is|are) told",
  "mend",
  "no more",
  "nobody fits",
  "stays so",
  "stands in",
  "takes the place of",
  "way in",
  "whoever",
];
const banned = new RegExp(`(?<![\\w-])(${phrases.join("|")})(?![\\w-])`, "i");

function bannedIn(file: string, source: string): string[] {
  if (!banned.test(source.replace(/\s+/g, " "))) return [];
  return shownTexts(file, source).filter((text) => text.includes(" ") && banned.test(text));
}

function* sources() {
  for (const folder of ["app", "components", "lib"]) {
    for (const file of readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!/\.(tsx?|mjs)$/.test(file) || /\.test\.|(^|\/)(fixtures|testing|tooling)\//.test(file)) continue;
      yield path.posix.join(folder, file);
    }
  }
}

test("no text in the code has a phrase that TERMS.md replaces", () => {
  const found: string[] = [];
  let files = 0;
  for (const file of sources()) {
    files += 1;
    const texts = bannedIn(file, readFileSync(path.join(root, file), "utf8"));
    found.push(...texts.map((text) => `${file}: ${text}`));
  }
  expect(found).toEqual([]);
  expect(files).toBeGreaterThan(300);
});

describe("a phrase", () => {
  test.each([
    ["in a string", `throw new Error("This page is not there.");`],
    ["at the start of a sentence", `const text = "Whoever signs in";`],
    ["in a template", `const text = \`\${name} can do this no more\`;`],
    ["in a template, beside a value", `const text = \`Load \${page} anew\`;`],
    ["in an attribute", `export const a = <Field hint="Load the page anew." />;`],
    ["over two lines of JSX", "export const a = <p>\n  The page is not\n  there.\n</p>;"],
  ])("%s is found", (_where, source) => {
    expect(bannedIn("a.tsx", source)).toHaveLength(1);
  });

  test.each([
    ["in a comment", "/** Reads the page anew. */\nexport const a = 1; // whoever asks"],
    ["in a name", "export const anew = whoever.meanwhile;"],
    ["in a longer word", `export const a = "Renew the recommendations";`],
    ["as the value of a constant", `export const a = "whoever";`],
    ["in an import", `import { a } from "./no more";`],
  ])("%s is not found", (_where, source) => {
    expect(bannedIn("a.tsx", source)).toEqual([]);
  });
});
