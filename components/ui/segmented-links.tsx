import { cx } from "class-variance-authority";
import type { ReactNode } from "react";
import { BareLink } from "./link";

export type SegmentedLinksProps = {
  label: string;
  options: readonly { href: string; label: ReactNode; count?: number; current?: boolean }[];
  className?: string;
};

export function SegmentedLinks({ label, options, className }: SegmentedLinksProps) {
  return (
    <nav aria-label={label} className={cx("segments", className)}>
      {options.map((option) => (
        <BareLink
          key={option.href}
          href={option.href}
          scroll={false}
          className="segment"
          aria-current={option.current ? "true" : undefined}
        >
          {option.label}
          {option.count === undefined ? null : ` ${option.count}`}
        </BareLink>
      ))}
    </nav>
  );
}
