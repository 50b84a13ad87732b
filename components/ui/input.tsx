import { cva, cx, type VariantProps } from "class-variance-authority";
import type { ComponentPropsWithRef, ReactNode } from "react";

export const inputLook = cva("input", {
  variants: {
    size: { medium: null, small: "input-small" },
    mono: { true: "font-mono text-code" },
  },
});

export type InputProps = Omit<ComponentPropsWithRef<"input">, "size"> & {
  size?: VariantProps<typeof inputLook>["size"];
  icon?: ReactNode;
  mono?: boolean;
};

export function Input({ size, icon, mono, className, ...rest }: InputProps) {
  const input = <input {...rest} className={inputLook({ size, mono, className: icon ? null : className })} />;
  return icon ? (
    <span className={cx("input-frame", className)}>
      {icon}
      {input}
    </span>
  ) : (
    input
  );
}
