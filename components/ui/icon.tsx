import type { IconNode } from "lucide";
import type { ComponentPropsWithoutRef, ComponentType } from "react";
import { pathOf } from "./icon-path";

export type IconProps = Omit<ComponentPropsWithoutRef<"svg">, "children" | "viewBox">;
export type Icon = ComponentType<IconProps>;

/** An icon of Lucide as one path in a square of 24. The class `lucide` says how it is drawn. */
export function icon(shapes: IconNode): Icon {
  const path = <path d={pathOf(shapes)} />;
  return ({ className, ...rest }) => (
    <svg aria-hidden {...rest} viewBox="0 0 24 24" className={className ? `lucide ${className}` : "lucide"}>
      {path}
    </svg>
  );
}
