import { scaleFor } from "./usage";
import { nameOfKey } from "./usage-keys";

export type DailyCalls = {
  day: string;
  key: string | null;
  name: string | null;
  calls: number;
  makers: number;
};

/** Those who made most calls, and the others as the last one, whose key is null. */
export type CallSeries = { key: string | null; label: string };
export type ChartDay = {
  day: string;
  total: number;
  parts: { series: number; from: number; calls: number }[];
};
export type CallChart = { series: CallSeries[]; days: ChartDay[]; lines: number[]; total: number };

/** `rows` are in the order of the days, and in each of them those with most calls in the month come first. */
export function callChart(rows: readonly DailyCalls[], days: readonly string[]): CallChart {
  const series = seriesOf(rows);
  const places = new Map(series.map(({ key }, place) => [key, place]));
  const drawn = days.map((day): ChartDay => {
    let total = 0;
    const parts = rows
      .filter((row) => row.day === day)
      .map(({ key, calls }) => ({ series: places.get(key) ?? 0, calls }))
      .sort((one, other) => one.series - other.series)
      .map((part) => {
        const from = total;
        total += part.calls;
        return { ...part, from };
      });
    return { day, total, parts };
  });
  const totals = drawn.map(({ total }) => total);
  return {
    series,
    days: drawn,
    lines: scaleFor(Math.max(0, ...totals)),
    total: totals.reduce((sum, total) => sum + total, 0),
  };
}

function seriesOf(rows: readonly DailyCalls[]): CallSeries[] {
  const totals = new Map<string | null, { label: string; calls: number }>();
  for (const { key, name, calls } of rows) {
    const known = totals.get(key);
    totals.set(key, { label: key === null ? "" : nameOfKey(key, name), calls: calls + (known?.calls ?? 0) });
  }
  const told = [...totals]
    .filter(([key]) => key !== null)
    .sort(([, one], [, other]) => other.calls - one.calls);
  const others = (rows[0]?.makers ?? 0) - told.length;
  const series = told.map(([key, { label }]): CallSeries => ({ key, label }));
  if (others > 0) series.push({ key: null, label: others === 1 ? "1 other" : `${others} others` });
  return series;
}
