type Shapes = readonly (readonly [tag: string, attributes: Readonly<Attributes>])[];
type Attributes = Record<string, string | number | undefined>;

const known: Record<string, readonly string[]> = {
  path: ["d"],
  circle: ["cx", "cy", "r"],
  ellipse: ["cx", "cy", "rx", "ry"],
  line: ["x1", "y1", "x2", "y2"],
  polyline: ["points"],
  polygon: ["points"],
  rect: ["x", "y", "width", "height", "rx", "ry"],
};

/** One path for all shapes of an icon: a page then holds one element for it. Throws for a shape that it doesn’t know. */
export function pathOf(shapes: Shapes): string {
  return shapes.map(([tag, attributes]) => shapePath(tag, attributes)).join("");
}

function shapePath(tag: string, drawn: Readonly<Attributes>): string {
  const { fill, ...unfilled } = drawn;
  // The line around a dot covers it.
  const given = tag === "circle" && Number(drawn.r) <= 0.5 && fill === "currentColor" ? unfilled : drawn;
  const strange = Object.keys(given).find((name) => !known[tag]?.includes(name));
  if (strange !== undefined) throw new Error(`An icon has a ${tag} with ${strange}, which no path can say.`);
  const number = (name: string) => Number(given[name]);
  switch (tag) {
    case "path":
      return absoluteStart(String(given.d));
    case "line":
      return `M${given.x1} ${given.y1}L${given.x2} ${given.y2}`;
    case "polyline":
      return `M${given.points}`;
    case "polygon":
      return `M${given.points}Z`;
    case "rect":
      return rectPath(given);
    case "circle":
      return ellipsePath(number("cx"), number("cy"), number("r"), number("r"));
    default:
      return ellipsePath(number("cx"), number("cy"), number("rx"), number("ry"));
  }
}

/** Behind another path, a relative start would begin where that one ended. */
function absoluteStart(d: string): string {
  const relative = d.match(/^m\s*(-?[\d.]+)[\s,]*(-?[\d.]+)[\s,]*(?=(.?))/);
  if (!relative) return d;
  const [start, x, y, next = ""] = relative;
  // Numbers right behind a move are lines, relative as the move was.
  return `M${x} ${y}${/[\d.-]/.test(next) ? "l" : ""}${d.slice(start.length)}`;
}

function ellipsePath(cx: number, cy: number, rx: number, ry: number): string {
  return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;
}

function rectPath({ x = 0, y = 0, width, height, rx, ry }: Readonly<Attributes>): string {
  const [left, top, w, h, corner] = [
    Number(x),
    Number(y),
    Number(width),
    Number(height),
    Number(rx ?? ry ?? 0),
  ];
  if (corner === 0) return `M${left} ${top}h${w}v${h}h${-w}z`;
  const arc = (dx: number, dy: number) => `a${corner} ${corner} 0 0 1 ${dx} ${dy}`;
  const [flat, tall] = [w - 2 * corner, h - 2 * corner];
  return [
    `M${left + corner} ${top}h${flat}${arc(corner, corner)}v${tall}${arc(-corner, corner)}`,
    `h${-flat}${arc(-corner, -corner)}v${-tall}${arc(corner, -corner)}z`,
  ].join("");
}
