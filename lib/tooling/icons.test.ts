import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { iconNames, iconsSource, pathOf } from "./icons.mjs";

test("every icon is drawn as Lucide draws it", async () => {
  const source = readFileSync(path.resolve(import.meta.dirname, "../../components/ui/icons.ts"), "utf8");
  const names = iconNames(source);
  expect(names).toContain("Pencil");
  expect(paths(await iconsSource(names))).toEqual(paths(source));
});

const paths = (source: string) =>
  [...source.matchAll(/^export const (\w+) = icon\(\s*"([^"]+)",?\s*\)/gm)].map(([, name, d]) => [name, d]);

test.each([
  ["a circle", [["circle", { cx: "12", cy: "10", r: "2" }]], "M10 10a2 2 0 1 0 4 0a2 2 0 1 0 -4 0"],
  [
    "a rectangle",
    [["rect", { width: "4", height: "6", x: "1", y: "2", rx: "1" }]],
    "M2 2h2a1 1 0 0 1 1 1v4a1 1 0 0 1 -1 1h-2a1 1 0 0 1 -1 -1v-4a1 1 0 0 1 1 -1z",
  ],
  ["a rectangle with sharp corners", [["rect", { width: "4", height: "6" }]], "M0 0h4v6h-4z"],
  ["a line", [["line", { x1: "1", x2: "2", y1: "3", y2: "4" }]], "M1 3L2 4"],
  ["a polyline", [["polyline", { points: "1 2 3 4" }]], "M1 2 3 4"],
  ["a relative start behind another shape", [["path", { d: "m15 5 4 4" }]], "M15 5l4 4"],
  ["a relative start before a command", [["path", { d: "m15 5v4" }]], "M15 5v4"],
  [
    "a dot",
    [["circle", { cx: "1", cy: "1", r: ".5", fill: "currentColor" }]],
    "M0.5 1a.5 .5 0 1 0 1 0a.5 .5 0 1 0 -1 0",
  ],
])("%s as a path", (_, nodes, d) => {
  expect(pathOf(nodes)).toBe(d);
});

test("a shape that a path can't say is refused", () => {
  expect(() => pathOf([["circle", { cx: "1", cy: "1", r: "8", fill: "currentColor" }]])).toThrow(/fill/);
  expect(() => pathOf([["text", { x: "1" }]])).toThrow(/text/);
});
