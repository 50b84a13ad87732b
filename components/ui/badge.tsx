import { cx } from "class-variance-authority";
import type { ReactNode } from "react";

const tones = {
  neutral: "badge-neutral",
  ok: "badge-ok",
  warn: "badge-warn",
  danger: "badge-danger",
  accent: "badge-accent",
  outline: "badge-outline",
};

export type BadgeTone = keyof typeof tones;

export type BadgeProps = {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
  title?: string;
  className?: string;
};

export function Badge({ tone, icon, children, title, className }: BadgeProps) {
  return (
    <span title={title} className={badgeLook(tone, className)}>
      {icon}
      {children}
    </span>
  );
}

export function badgeLook(tone: BadgeTone = "neutral", className?: string): string {
  return cx("badge", tones[tone], className);
}
