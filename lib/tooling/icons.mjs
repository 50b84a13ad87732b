import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../../components/ui/icons.ts", import.meta.url));

/** What `components/ui/icons.ts` says of these icons of Lucide, in the order of their names. */
export async function iconsSource(names) {
  const lines = await Promise.all(
    [...new Set(names)].sort().map(async (name) => {
      return `export const ${name} = icon(\n  "${pathOf(await nodesOf(fileName(name)))}",\n);`;
    }),
  );
  return `${[
    "// Written by `node lib/tooling/icons.mjs [Name …]` from Lucide (ISC license), which draws the icons as single paths.",
    'import { icon } from "./icon";',
    ...lines,
  ].join("\n\n")}\n`;
}

async function nodesOf(icon) {
  const { __iconData } = await import(`lucide-react/icons/${icon}`);
  if (__iconData) return __iconData.node;
  // An earlier name of an icon leads to the file of its present one.
  const text = readFileSync(new URL(import.meta.resolve(`lucide-react/icons/${icon}`)), "utf8");
  return nodesOf(text.match(/from '\.\/([\w-]+)\.mjs'/)[1]);
}

/** The names of the icons in a text of `components/ui/icons.ts`. */
export function iconNames(source) {
  return [...source.matchAll(/^export const (\w+) = icon\(/gm)].map(([, name]) => name);
}

/** `Trash2` is in `trash-2`, and `MenuIcon` in `menu`. */
function fileName(name) {
  return name
    .replace(/Icon$/, "")
    .replace(/([a-z])([A-Z0-9])/g, "$1-$2")
    .toLowerCase();
}

/** One path for all shapes of an icon. Throws for a shape that it doesn't know. */
export function pathOf(nodes) {
  return nodes.map(([tag, attributes]) => shapePath(tag, attributes)).join("");
}

function shapePath(tag, { key: _, ...drawn }) {
  const { fill, ...unfilled } = drawn;
  // The line around a dot covers it.
  const given = tag === "circle" && Number(drawn.r) <= 0.5 && fill === "currentColor" ? unfilled : drawn;
  const known = {
    path: ["d"],
    circle: ["cx", "cy", "r"],
    line: ["x1", "y1", "x2", "y2"],
    polyline: ["points"],
  };
  Object.assign(known, { ellipse: ["cx", "cy", "rx", "ry"], polygon: ["points"] });
  Object.assign(known, { rect: ["x", "y", "width", "height", "rx", "ry"] });
  const strange = Object.keys(given).find((name) => !known[tag]?.includes(name));
  if (strange !== undefined) throw new Error(`An icon has a ${tag} with ${strange}, which no path can say.`);
  const { cx, cy, r, rx = r, ry = r, x1, y1, x2, y2, points } = given;
  switch (tag) {
    case "path":
      return absoluteStart(given.d);
    case "line":
      return `M${x1} ${y1}L${x2} ${y2}`;
    case "polyline":
      return `M${points}`;
    case "polygon":
      return `M${points}Z`;
    case "rect":
      return rectPath(given);
    default:
      return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;
  }
}

/** Behind another path, a relative start would begin where that one ended. */
function absoluteStart(d) {
  const relative = d.match(/^m\s*(-?[\d.]+)[\s,]*(-?[\d.]+)[\s,]*(?=(.?))/);
  if (!relative) return d;
  const [start, x, y, next] = relative;
  // Numbers right behind a move are lines, relative as the move was.
  return `M${x} ${y}${/[\d.-]/.test(next) ? "l" : ""}${d.slice(start.length)}`;
}

function rectPath({ x = 0, y = 0, width, height, rx, ry }) {
  const [left, top, w, h] = [x, y, width, height].map(Number);
  const corner = Number(rx ?? ry ?? 0);
  if (corner === 0) return `M${left} ${top}h${w}v${h}h${-w}z`;
  const arc = (dx, dy) => `a${corner} ${corner} 0 0 1 ${dx} ${dy}`;
  const [flat, tall] = [w - 2 * corner, h - 2 * corner];
  return [
    `M${left + corner} ${top}h${flat}${arc(corner, corner)}v${tall}${arc(-corner, corner)}`,
    `h${-flat}${arc(-corner, -corner)}v${-tall}${arc(corner, -corner)}z`,
  ].join("");
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const names = [...iconNames(readFileSync(file, "utf8")), ...process.argv.slice(2)];
  writeFileSync(file, await iconsSource(names));
}
