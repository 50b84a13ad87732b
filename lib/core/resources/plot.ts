import type { Point } from "./series";

export type PlotSize = {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
};

export type Curve = {
  /** For the attribute of a polyline. */
  line: string;
  end: { x: number; y: number } | undefined;
};

export type Plot = {
  curve: Curve;
  /** The one beside it, in the same scale. */
  beside: Curve | undefined;
  across: { at: number; value: number }[];
  up: { at: number; value: number }[];
};

const steps = [1, 2, 2.5, 5, 10];

/** Two round numbers that hold the values between them, and the one in their middle. */
export function roundTicks(least: number, most: number): [number, number, number] {
  const span = most > least ? most - least : Math.abs(most) || 1;
  const size = 10 ** Math.floor(Math.log10(span / 2));
  for (const step of [...steps, 20, 25, 50].map((each) => each * size)) {
    const low = Math.floor(least / step + 1e-9) * step;
    if (low + 2 * step >= most - step * 1e-9) return [low, low + step, low + 2 * step].map(tidy) as never;
  }
  return [least, (least + most) / 2, most];
}

/** Binary fractions leave 0.30000000000000004 behind. */
const tidy = (value: number) => Number(value.toPrecision(12));

/**
 * Where the points of a series lie in a picture of this size, and those of another beside it. Values that are no numbers
 * are left out.
 */
export function plotOf(points: readonly Point[], size: PlotSize, beside: readonly Point[] = []): Plot {
  const [own, other] = [points.filter(isFinitePoint), beside.filter(isFinitePoint)];
  const all = [...own, ...other];
  if (all.length === 0) return { curve: { line: "", end: undefined }, beside: undefined, across: [], up: [] };
  const values = all.map(([, value]) => value);
  const up = roundTicks(Math.min(...values), Math.max(...values));
  const [low, , high] = up;
  const reached = all.map(([iteration]) => iteration);
  const [first, last] = [Math.min(...reached), Math.max(...reached)];
  const reach = Math.max(1, last - first);
  const x = (iteration: number) =>
    size.left + ((iteration - first) / reach) * (size.width - size.left - size.right);
  const y = (value: number) =>
    size.height - size.bottom - ((value - low) / (high - low || 1)) * (size.height - size.top - size.bottom);
  const rounded = (each: number) => Math.round(each * 10) / 10;
  const curveOf = (some: readonly Point[]): Curve => {
    const end = some.at(-1);
    return {
      line: some.map(([iteration, value]) => `${rounded(x(iteration))},${rounded(y(value))}`).join(" "),
      end: end && { x: rounded(x(end[0])), y: rounded(y(end[1])) },
    };
  };
  const iterations = [...new Set([first, Math.round((first + last) / 2), last])];
  return {
    curve: curveOf(own),
    beside: other.length > 0 ? curveOf(other) : undefined,
    across: iterations.map((value) => ({ at: rounded(x(value)), value })),
    up: up.map((value) => ({ at: rounded(y(value)), value })),
  };
}

function isFinitePoint([iteration, value]: Point): boolean {
  return Number.isFinite(iteration) && Number.isFinite(value);
}
