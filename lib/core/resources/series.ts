import { groupBy } from "../group-by";

/** A value of a metric at an iteration, at a time in milliseconds since 1970. */
export type Point = readonly [iteration: number, value: number, atMs: number];

/** What is kept of one metric of a task: all of it while it is short, else points at even distances. */
export type Series = {
  readonly points: readonly Point[];
  /** Of the points that come, each one in so many iterations is kept. */
  readonly stride: number;
  readonly last: Point;
  readonly least: Point;
  readonly most: Point;
};

export const mostPoints = 300;

/** Points may come late or twice: one iteration has one point, the one that was reported last. */
export function extendSeries(series: Series | undefined, reported: readonly Point[]): Series | undefined {
  const [first] = reported;
  const start = series ?? (first && { points: [], stride: 1, last: first, least: first, most: first });
  if (!start) return undefined;
  let { last, least, most, stride } = start;
  const kept = new Map(start.points.map((point) => [point[0], point]));
  for (const point of reported) {
    if (point[0] >= last[0]) last = point;
    if (point[1] < least[1]) least = point;
    if (point[1] > most[1]) most = point;
    if (point[0] % stride === 0) kept.set(point[0], point);
    while (kept.size > mostPoints) {
      stride *= 2;
      for (const iteration of kept.keys()) if (iteration % stride !== 0) kept.delete(iteration);
    }
  }
  const points = [...kept.values()].sort((one, other) => one[0] - other[0]);
  return { points, stride, last, least, most };
}

/** The points to draw: those that are kept, and the last one. */
export function pointsToShow({ points, last }: Pick<Series, "points" | "last">): Point[] {
  return points.at(-1)?.[0] === last[0] ? [...points] : [...points, last];
}

/** About so many points, each the mean of a stretch, and the last one as it is. */
export function thinned({ points, last }: Pick<Series, "points" | "last">, most: number): readonly Point[] {
  return [...averaged(points, most).filter(([iteration]) => iteration < last[0]), last];
}

/** In up to so many equal stretches of iterations the mean of each, at its first iteration. */
export function averaged(points: readonly Point[], most: number): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length <= most) return points;
  const length = Math.ceil((last[0] - first[0] + 1) / most);
  const stretches = groupBy(points, ([iteration]) => Math.floor((iteration - first[0]) / length));
  return [...stretches].map(([number, some]) => [
    first[0] + number * length,
    some.reduce((sum, [, value]) => sum + value / some.length, 0),
    some[0]?.[2] ?? 0,
  ]);
}
