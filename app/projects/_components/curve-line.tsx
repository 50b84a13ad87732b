import type { Curve } from "@/lib/core/resources/plot";

/** A curve in an SVG, with a dot at its end. */
export function CurveLine({
  curve: { line, end },
  colour,
  width,
  dot,
}: {
  curve: Curve;
  colour: string;
  width: string;
  /** Its radius. */
  dot: string;
}) {
  return (
    <>
      <polyline points={line} fill="none" stroke={colour} strokeWidth={width} strokeLinejoin="round" />
      {end ? <circle cx={end.x} cy={end.y} r={dot} fill={colour} /> : null}
    </>
  );
}
