"use client";

import { cx } from "class-variance-authority";
import { type ReactNode, useId } from "react";

export type SegmentedProps = {
  label: string;
  options: readonly { value: string; label: ReactNode; disabled?: boolean }[];
  value: string;
  onValueChange: (value: string) => void;
  name?: string;
  className?: string;
};

/** One of a few, as radio buttons: arrow keys move, and a form sends the chosen value. */
export function Segmented({ label, options, value, onValueChange, name, className }: SegmentedProps) {
  const fallback = useId();
  return (
    <fieldset className={cx("segments", className)}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="segment">
          <input
            type="radio"
            className="sr-only"
            name={name ?? fallback}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onValueChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
