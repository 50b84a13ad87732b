import { Slot } from "@radix-ui/react-slot";
import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentPropsWithRef } from "react";

const look = cva("rounded-card border border-border", {
  variants: {
    /** `floating` is above the page and scrolls on its own. */
    elevation: { flat: null, floating: "overflow-y-auto text-text shadow-float" },
    ground: { surface: "bg-surface", sunken: "bg-sunken" },
    /** `parted` puts hairlines between its parts: sections and a head. */
    parts: { parted: "divide-y divide-border overflow-clip", whole: null },
  },
  defaultVariants: { elevation: "flat", ground: "surface", parts: "parted" },
});

export type CardProps = ComponentPropsWithRef<"div"> &
  VariantProps<typeof look> & {
    /** Gives the look to its child, which is then rendered instead. */
    asChild?: boolean;
  };

export function Card({ elevation, ground, parts, asChild, className, ...rest }: CardProps) {
  const Frame = asChild ? Slot : "div";
  return <Frame {...rest} className={look({ elevation, ground, parts, className })} />;
}
