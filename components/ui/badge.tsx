import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";

const look = cva("badge", {
  variants: {
    tone: {
      neutral: "badge-neutral",
      ok: "badge-ok",
      warn: "badge-warn",
      danger: "badge-danger",
      accent: "badge-accent",
      outline: "badge-outline",
    },
  },
  defaultVariants: { tone: "neutral" },
});

export type BadgeProps = VariantProps<typeof look> & {
  icon?: ReactNode;
  children: ReactNode;
  title?: string;
  className?: string;
};

export function Badge({ tone, icon, children, title, className }: BadgeProps) {
  return (
    <span title={title} className={look({ tone, className })}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
