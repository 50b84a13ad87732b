import type { IconNode } from "lucide";
import type { ComponentPropsWithoutRef, ComponentType } from "react";
import { pathOf } from "./icon-path";

export type IconProps = Omit<ComponentPropsWithoutRef<"svg">, "children" | "viewBox">;
export type Icon = ComponentType<IconProps>;

/** An icon of Lucide as one path in a square of 24. The class `lucide` says how it is drawn. */
export function icon(shapes: IconNode): Icon {
  // As markup, an icon is one element to render: tables have hundreds.
  const drawing = { __html: `<path d="${pathOf(shapes)}"></path>` };
  return ({ className, ...rest }) => (
    <svg
      aria-hidden
      {...rest}
      viewBox="0 0 24 24"
      className={className ? `lucide ${className}` : "lucide"}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: A constant of this code.
      dangerouslySetInnerHTML={drawing}
    />
  );
}
