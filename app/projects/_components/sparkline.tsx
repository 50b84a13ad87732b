import { type PlotSize, plotOf } from "@/lib/core/resources/plot";
import type { Point } from "@/lib/core/resources/series";

const size: PlotSize = { width: 76, height: 24, left: 2, right: 3, top: 3, bottom: 3 };

/** The course of a scalar without axes, beside its last value in words. */
export function Sparkline({ points, muted }: { points: readonly Point[]; muted: boolean }) {
  const { line, end } = plotOf(points, size).curve;
  const colour = muted ? "var(--faint)" : "var(--accent)";
  return (
    <svg viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden className="h-6 w-19 shrink-0">
      <polyline points={line} fill="none" stroke={colour} strokeWidth="1.5" strokeLinejoin="round" />
      {end ? <circle cx={end.x} cy={end.y} r="2" fill={colour} /> : null}
    </svg>
  );
}
