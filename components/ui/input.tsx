import type { ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "./class-names";

export type InputProps = Omit<ComponentPropsWithRef<"input">, "size"> & {
  size?: "medium" | "small";
  icon?: ReactNode;
  mono?: boolean;
};

export function Input({ size, icon, mono, className, ...rest }: InputProps) {
  const input = (
    <input
      {...rest}
      className={classNames(
        "input",
        size === "small" && "input-small",
        mono && "font-mono text-code",
        !icon && className,
      )}
    />
  );
  return icon ? (
    <span className={classNames("input-frame", className)}>
      {icon}
      {input}
    </span>
  ) : (
    input
  );
}
