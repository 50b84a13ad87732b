import { cx } from "class-variance-authority";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { ChevronsUpDown } from "./icons";
import { type InputProps, inputLook } from "./input";

export type SelectOption = { value: string; label: string; disabled?: boolean };

export type SelectProps = Omit<ComponentPropsWithRef<"select">, "size" | "multiple"> & {
  options?: readonly SelectOption[];
  size?: InputProps["size"];
  icon?: ReactNode;
};

/** The browser's own select: its list, keys and touch picker, with this look. */
export function Select({ options, size, icon, className, children, ...rest }: SelectProps) {
  return (
    <span className={cx("input-frame", className)}>
      {icon}
      <select {...rest} className={inputLook({ size, className: "select" })}>
        {options?.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {label}
          </option>
        ))}
        {children}
      </select>
      <ChevronsUpDown aria-hidden />
    </span>
  );
}
