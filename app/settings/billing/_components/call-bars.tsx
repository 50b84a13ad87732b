"use client";

import type { CallChart, ChartDay } from "@/lib/core/usage/call-chart";
import { dayLabel, seriesColor } from "./call-words";

const height = 190;
const axisWidth = 44;
const top = 8;
const bottom = height - 24;
/** Of the width of a day. */
const barShare = 0.72;
const dayLabelEvery = 7;

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** As wide as there is room, with letters of one size. The numbers stand in the table below it. */
export function CallBars({ chart: { days, series, lines } }: { chart: CallChart }) {
  const most = lines.at(-1) ?? 1;
  const heightOf = (calls: number) => (calls / most) * (bottom - top);
  return (
    <div className="flex text-muted">
      <svg aria-hidden width={axisWidth} height={height} className="flex-none">
        {lines.map((calls) => (
          <text
            key={calls}
            x={axisWidth - 8}
            y={bottom - heightOf(calls) + 4}
            textAnchor="end"
            fontSize="12"
            fill="currentColor"
          >
            {compact.format(calls)}
          </text>
        ))}
      </svg>
      <svg aria-hidden height={height} className="min-w-0 flex-1">
        {lines.map((calls) => {
          const at = bottom - heightOf(calls);
          return <line key={calls} x1="0" x2="100%" y1={at} y2={at} stroke="var(--border)" />;
        })}
        {/* A unit of width is a day, so that the bars of a series are one shape. */}
        <svg
          aria-hidden
          y={top}
          width="100%"
          height={bottom - top}
          viewBox={`0 0 ${days.length} ${bottom - top}`}
          preserveAspectRatio="none"
        >
          {series.map(({ key }, place) => (
            <path key={key ?? "others"} d={barsOf(days, place, heightOf)} fill={seriesColor(key, place)} />
          ))}
          {days.map(({ day, total }, index) =>
            total === 0 ? null : (
              <rect key={day} x={index} width="1" height={bottom - top} fill="transparent">
                <title>{`${dayLabel(day)}: ${total.toLocaleString("en")} calls`}</title>
              </rect>
            ),
          )}
        </svg>
        <DayLabels days={days} />
      </svg>
    </div>
  );
}

/** The outlines of the bars of one series, each on those of the series before it. */
function barsOf(days: readonly ChartDay[], place: number, heightOf: (calls: number) => number): string {
  return days
    .flatMap(({ parts }, index) => {
      const part = parts.find(({ series }) => series === place);
      if (!part) return [];
      const left = (index + (1 - barShare) / 2).toFixed(2);
      const bar = heightOf(part.calls).toFixed(1);
      const base = bottom - top - heightOf(part.from);
      return `M${left} ${base.toFixed(1)}h${barShare}v-${bar}h-${barShare}z`;
    })
    .join("");
}

function DayLabels({ days }: { days: readonly ChartDay[] }) {
  return days.map(({ day }, index) => {
    if (index % dayLabelEvery !== 0) return null;
    const { anchor, within } = placeOfLabel(index, days.length);
    return (
      <text
        key={day}
        x={`${((index + within) * 100) / days.length}%`}
        y={height - 6}
        textAnchor={anchor}
        fontSize="12"
        fill="currentColor"
      >
        {dayLabel(day)}
      </text>
    );
  });
}

/** Under the middle of its day, unless it would reach beyond the chart on a phone. */
function placeOfLabel(index: number, days: number): { anchor: "start" | "middle" | "end"; within: number } {
  if (index === 0) return { anchor: "start", within: 0 };
  return index >= days - 2 ? { anchor: "end", within: 1 } : { anchor: "middle", within: 0.5 };
}
