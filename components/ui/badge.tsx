import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type BadgeTone = "neutral" | "ok" | "warn" | "danger" | "accent" | "outline";

export type BadgeProps = {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
  title?: string;
  className?: string;
};

export function Badge({ tone = "neutral", icon, children, title, className }: BadgeProps) {
  return (
    <span title={title} className={classNames("badge", `badge-${tone}`, className)}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
