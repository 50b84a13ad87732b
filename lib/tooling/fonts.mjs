import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const root = fileURLToPath(new URL("../..", import.meta.url));
const made = path.join(root, "components/ui/fonts");
const packages = path.join(root, "node_modules/@fontsource-variable");

/** As `components/ui/fonts.css` says of each file, so that a browser loads only those whose letters a page has. */
const latin =
  "20-7E A0-FF 131 152-153 2BB-2BC 2C6 2DA 2DC 304 308 329 2000-206F 20AC 2122 2191 2193 2212 2215 FEFF FFFD";
const centralEuropean = "100-130 132-151 154-17F 218-21B";
const others =
  "180-217 21C-2BA 2BD-2C5 2C7-2CC 2CE-2D7 2DD-2FF 1D00-1DBF 1E00-1E9F 1EF2-1EFF 20A0-20AB 20AD-20C0 2113 2C60-2C7F A720-A7FF";

/** What browsers use unasked, and figures of one width. */
const textFeatures = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "clig", "liga", "rlig", "rclt", "tnum"];
/** Code is shown without ligatures, so their shapes are left out. */
const codeFeatures = ["mark", "mkmk", "ccmp", "locl"];
const weights = { wght: { min: 400, max: 700 } };

const fonts = [
  ...[
    ["inter-latin", "inter/files/inter-latin-wght-normal.woff2", latin],
    ["inter-central-european", "inter/files/inter-latin-ext-wght-normal.woff2", centralEuropean],
    ["inter-latin-others", "inter/files/inter-latin-ext-wght-normal.woff2", others],
  ].map((font) => [...font, textFeatures]),
  ...[
    ["jetbrains-mono-latin", "jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2", latin],
    [
      "jetbrains-mono-latin-others",
      "jetbrains-mono/files/jetbrains-mono-latin-ext-wght-normal.woff2",
      `${centralEuropean} ${others}`,
    ],
  ].map((font) => [...font, codeFeatures]),
];

/** The files of `components/ui/fonts` by their names, made from the packages of the typefaces. */
export async function makeFonts() {
  const files = new Map();
  for (const [name, source, ranges, keepFeatures] of fonts) {
    const whole = readFileSync(path.join(packages, source));
    const options = { targetFormat: "woff2", variationAxes: weights, keepFeatures };
    files.set(`${name}.woff2`, await subsetFont(whole, charactersOf(ranges), options));
  }
  return files;
}

/** The ranges of each file, such as `20-7E 131`. */
export const rangesOfFonts = new Map(fonts.map(([name, , ranges]) => [`${name}.woff2`, ranges]));

function charactersOf(ranges) {
  const characters = ranges.split(" ").flatMap((range) => {
    const [first, last = first] = range.split("-").map((code) => Number.parseInt(code, 16));
    return Array.from({ length: last - first + 1 }, (_, place) => String.fromCodePoint(first + place));
  });
  return characters.join("");
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const [name, font] of await makeFonts()) {
    writeFileSync(path.join(made, name), font);
    console.log(`${name}: ${(font.length / 1024).toFixed(1)} KB`);
  }
  for (const family of ["inter", "jetbrains-mono"])
    copyFileSync(path.join(packages, family, "LICENSE"), path.join(made, `${family}-license.txt`));
}
