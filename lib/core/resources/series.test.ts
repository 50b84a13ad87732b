import fc from "fast-check";
import { expect, test } from "vitest";
import { averaged, extendSeries, mostPoints, type Point, pointsToShow, type Series } from "./series";

const at = (iteration: number, value = iteration): Point => [iteration, value, 1_000 + iteration];

test("a short series is kept whole, in its order, with the newest report of an iteration", () => {
  const first = extendSeries(undefined, [at(2), at(0), at(1)]);
  const series = extendSeries(first, [at(1, 7), at(3, -2)]);
  expect(series?.points).toEqual([at(0), at(1, 7), at(2), at(3, -2)]);
  expect(series).toMatchObject({ stride: 1, last: at(3, -2), least: at(3, -2), most: at(1, 7) });
});

test("nothing reported is no series", () => {
  expect(extendSeries(undefined, [])).toBeUndefined();
});

const reports = fc.array(
  fc.array(fc.tuple(fc.nat({ max: 5_000 }), fc.integer({ min: -50, max: 50 })), { maxLength: 900 }),
  { minLength: 1, maxLength: 6 },
);

test("however long it grows, it stays thin and even, and knows its last, least and most", () => {
  const holds = fc.property(reports, (batches) => {
    let series: Series | undefined;
    const all = batches.flat().map(([iteration, value]) => at(iteration, value));
    for (const batch of batches) {
      series = extendSeries(
        series,
        batch.map(([iteration, value]) => at(iteration, value)),
      );
    }
    if (!series) {
      expect(all).toEqual([]);
      return;
    }
    const { points, stride, last, least, most } = series;
    expect(points.length).toBeLessThanOrEqual(mostPoints);
    for (const [iteration] of points) expect(iteration % stride).toBe(0);
    const newest = new Map(all.map((point) => [point[0], point]));
    expect(points).toEqual(
      [...newest.values()].filter(([iteration]) => iteration % stride === 0).sort((a, b) => a[0] - b[0]),
    );
    const values = all.map((point) => point[1]);
    expect([least[1], most[1]]).toEqual([Math.min(...values), Math.max(...values)]);
    expect(last).toEqual(newest.get(Math.max(...newest.keys())));
    expect(pointsToShow(series).at(-1)).toEqual(last);
  });
  fc.assert(holds, { numRuns: 100 });
});

test.each<[number[], number, [number, number][]]>([
  [[], 1, []],
  [
    [0, 1, 2],
    3,
    [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
  ],
  [
    [0, 1, 2, 3],
    2,
    [
      [0, 0.5],
      [2, 2.5],
    ],
  ],
  [
    [10, 11, 12, 13, 14],
    2,
    [
      [10, 11],
      [13, 13.5],
    ],
  ],
  [
    [0, 1, 100],
    2,
    [
      [0, 0.5],
      [51, 100],
    ],
  ],
  [[5, 7], 1, [[5, 6]]],
])("the values at %j in %i stretches", (iterations, most, wanted) => {
  const points = averaged(
    iterations.map((each) => at(each)),
    most,
  );
  expect(points.map(([iteration, value]) => [iteration, value])).toEqual(wanted);
});
