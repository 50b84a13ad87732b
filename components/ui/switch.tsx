import { cx } from "class-variance-authority";
import type { ComponentPropsWithRef } from "react";

export type SwitchProps = Omit<ComponentPropsWithRef<"input">, "type" | "role" | "size"> & {
  /** Its name, unless a visible label points at it by `id` or `aria-labelledby`. */
  label?: string;
  pending?: boolean;
  onCheckedChange?: (checked: boolean) => void;
};

/** A native checkbox under this role has its state from `checked`; an extra `aria-checked` could disagree. */
const asSwitch = { role: "switch" };

export function Switch({ label, pending, onCheckedChange, onChange, className, ...rest }: SwitchProps) {
  return (
    <input
      aria-label={label}
      {...asSwitch}
      {...rest}
      type="checkbox"
      aria-busy={pending || undefined}
      className={cx("switch", className)}
      onChange={
        onCheckedChange
          ? (event) => {
              if (!pending) onCheckedChange(event.currentTarget.checked);
            }
          : onChange
      }
    />
  );
}
