import { cx } from "class-variance-authority";
import type { CSSProperties } from "react";

export type MeterTone = "accent" | "warn" | "danger";

export type MeterProps = {
  /** What is measured: 'Seats'. */
  label: string;
  value: number;
  max: number;
  /** In words, where the numbers alone say too little: '12 of 20 seats'. */
  valueText?: string;
  /** Without it: a warning from nine tenths, danger when full. */
  tone?: MeterTone;
  /** Whether more than `max` can be used: what is past it is hatched. */
  goesOn?: boolean;
  className?: string;
};

export function Meter({ label, value, max, valueText, tone, goesOn, className }: MeterProps) {
  const isPast = goesOn === true && value > max;
  const used = max > 0 ? Math.min(Math.max(value / max, 0), 1) : 0;
  const share = isPast ? max / value : used;
  const fill: CSSProperties & Record<"--fill", string> = { "--fill": `${(share * 100).toFixed(2)}%` };
  const words = valueText ?? `${value} of ${max}`;
  return (
    <span
      className={cx("meter", className)}
      data-tone={tone ?? toneOf(share)}
      data-past={isPast || undefined}
      style={fill}
    >
      <meter className="sr-only" aria-label={label} aria-valuetext={words} min={0} max={max} value={value}>
        {words}
      </meter>
    </span>
  );
}

function toneOf(share: number): MeterTone {
  if (share >= 1) return "danger";
  return share >= 0.9 ? "warn" : "accent";
}
