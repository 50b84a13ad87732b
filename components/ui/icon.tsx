import type { ComponentPropsWithoutRef, ComponentType } from "react";

export type IconProps = Omit<ComponentPropsWithoutRef<"svg">, "children" | "viewBox">;
export type Icon = ComponentType<IconProps>;

/** An icon of one path in a square of 24. The class `lucide` says how it is drawn. */
export function icon(d: string): Icon {
  const shape = <path d={d} />;
  return ({ className, ...rest }) => (
    <svg aria-hidden {...rest} viewBox="0 0 24 24" className={className ? `lucide ${className}` : "lucide"}>
      {shape}
    </svg>
  );
}
