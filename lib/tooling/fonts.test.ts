import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { makeFonts, rangesOfFonts } from "./fonts.mjs";

const folder = path.resolve(import.meta.dirname, "../../components/ui");
const most = 80 * 1024;

test("the fonts are what their packages make, and the first page loads few of them", async () => {
  const fonts = await makeFonts();
  expect(fonts.size).toBe(5);
  for (const [name, bytes] of fonts) {
    expect(readFileSync(path.join(folder, "fonts", name)).equals(bytes), name).toBe(true);
  }
  const ofFirstPage = ["inter-latin.woff2", "inter-central-european.woff2", "jetbrains-mono-latin.woff2"];
  expect(ofFirstPage.reduce((sum, name) => sum + fonts.get(name).length, 0)).toBeLessThan(most);
});

test("a browser is told which letters each file has", () => {
  const css = readFileSync(path.join(folder, "fonts.css"), "utf8");
  const told = [...css.matchAll(/fonts\/([\w-]+\.woff2)[^}]*unicode-range:([^;]+);/g)].map(
    ([, name, ranges]) => [
      name,
      String(ranges)
        .replace(/U\+0*/g, "")
        .replace(/-0+/g, "-")
        .split(",")
        .map((range) => range.trim())
        .join(" "),
    ],
  );
  expect(told).toEqual([...rangesOfFonts]);
});
