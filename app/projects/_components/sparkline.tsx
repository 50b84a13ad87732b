import { type PlotSize, plotOf } from "@/lib/core/resources/plot";
import type { Point } from "@/lib/core/resources/series";
import { CurveLine } from "./curve-line";

const size: PlotSize = { width: 76, height: 24, left: 2, right: 3, top: 3, bottom: 3 };

/** The course of a scalar without axes, beside its last value in words. */
export function Sparkline({ points, muted }: { points: readonly Point[]; muted: boolean }) {
  return (
    <svg viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden className="h-6 w-19 shrink-0">
      <CurveLine
        curve={plotOf(points, size).curve}
        colour={muted ? "var(--faint)" : "var(--accent)"}
        width="1.5"
        dot="2"
      />
    </svg>
  );
}
