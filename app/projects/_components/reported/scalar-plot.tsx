import { valueText } from "@/lib/core/resources/number-text";
import { type PlotSize, plotOf } from "@/lib/core/resources/plot";
import { pointsToShow } from "@/lib/core/resources/series";
import type { ShownSeries } from "@/lib/operations/resources/browse/reports";
import { CurveLine } from "../curve-line";

const size: PlotSize = { width: 240, height: 116, left: 34, right: 8, top: 8, bottom: 20 };

/** The values stand in the table below all plots. */
export function ScalarPlot({ series }: { series: ShownSeries }) {
  const { metric, variant, last, beside } = series;
  const plot = plotOf(pointsToShow(series), size, beside ? pointsToShow(beside) : []);
  return (
    <figure className="min-w-0 p-3.5">
      <figcaption className="mb-1.5 flex items-baseline justify-between gap-2 text-control">
        <span className="min-w-0 text-muted [overflow-wrap:anywhere]">
          {metric} / {variant}
        </span>
        <span className="font-semibold tabular-nums">{valueText(last[1])}</span>
      </figcaption>
      <svg viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden className="w-full max-w-80 text-muted">
        {plot.up.map(({ at, value }) => (
          <g key={value}>
            <line x1={size.left} x2={size.width - size.right} y1={at} y2={at} stroke="var(--border)" />
            <text x={size.left - 6} y={at + 3.5} textAnchor="end" fontSize="10" fill="currentColor">
              {valueText(value)}
            </text>
          </g>
        ))}
        {plot.across.map(({ at, value }, index) => (
          <text
            key={value}
            x={at}
            y={size.height - 4}
            textAnchor={index === 0 ? "start" : index === plot.across.length - 1 ? "end" : "middle"}
            fontSize="10"
            fill="currentColor"
          >
            {value.toLocaleString("en")}
          </text>
        ))}
        {plot.beside ? <CurveLine curve={plot.beside} colour="var(--faint)" width="1.2" dot="2.6" /> : null}
        <CurveLine curve={plot.curve} colour="var(--accent)" width="1.6" dot="2.6" />
      </svg>
    </figure>
  );
}
