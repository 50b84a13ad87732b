import { cx } from "class-variance-authority";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { useId } from "react";

export type CheckboxProps = Omit<ComponentPropsWithRef<"input">, "type"> & {
  label: ReactNode;
  hint?: ReactNode;
  onCheckedChange?: (checked: boolean) => void;
};

export function Checkbox({ label, hint, onCheckedChange, onChange, className, ...rest }: CheckboxProps) {
  const id = useId();
  return (
    <div className={cx("flex gap-2 text-control", className)}>
      <input
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
        type="checkbox"
        className="check"
        onChange={onCheckedChange ? (event) => onCheckedChange(event.currentTarget.checked) : onChange}
      />
      <div className="min-w-0">
        <label htmlFor={rest.id ?? id}>{label}</label>
        {hint ? (
          <p id={`${id}-hint`} className="text-small text-muted">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
