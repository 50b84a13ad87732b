import { expect, test } from "vitest";
import { pathOf } from "./icon-path";

test.each<[string, Parameters<typeof pathOf>[0], string]>([
  ["a circle", [["circle", { cx: "12", cy: "10", r: "2" }]], "M10 10a2 2 0 1 0 4 0a2 2 0 1 0 -4 0"],
  ["an ellipse", [["ellipse", { cx: 12, cy: 5, rx: 9, ry: 3 }]], "M3 5a9 3 0 1 0 18 0a9 3 0 1 0 -18 0"],
  [
    "a rectangle",
    [["rect", { width: "4", height: "6", x: "1", y: "2", rx: "1" }]],
    "M2 2h2a1 1 0 0 1 1 1v4a1 1 0 0 1 -1 1h-2a1 1 0 0 1 -1 -1v-4a1 1 0 0 1 1 -1z",
  ],
  ["a rectangle with sharp corners", [["rect", { width: "4", height: "6" }]], "M0 0h4v6h-4z"],
  ["a line", [["line", { x1: "1", x2: "2", y1: "3", y2: "4" }]], "M1 3L2 4"],
  ["a polyline", [["polyline", { points: "1 2 3 4" }]], "M1 2 3 4"],
  ["a polygon", [["polygon", { points: "1 2 3 4 5 1" }]], "M1 2 3 4 5 1Z"],
  ["a relative start behind another shape", [["path", { d: "m15 5 4 4" }]], "M15 5l4 4"],
  ["a relative start before a command", [["path", { d: "m15 5v4" }]], "M15 5v4"],
  [
    "a dot",
    [["circle", { cx: "1", cy: "1", r: ".5", fill: "currentColor" }]],
    "M0.5 1a0.5 0.5 0 1 0 1 0a0.5 0.5 0 1 0 -1 0",
  ],
])("%s is drawn as a path", (_, shapes, d) => {
  expect(pathOf(shapes)).toBe(d);
});

test("a shape that a path can’t say is refused", () => {
  expect(() => pathOf([["circle", { cx: "1", cy: "1", r: "8", fill: "currentColor" }]])).toThrow(/fill/);
  expect(() => pathOf([["text", { x: "1" }]])).toThrow(/text/);
});

test("every icon of the interface can be drawn", async () => {
  expect(Object.keys(await import("./icons"))).toContain("Pencil");
});
