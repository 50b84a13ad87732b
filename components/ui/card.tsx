import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type CardProps = { children: ReactNode; className?: string };

/** What stands in it is parted by hairlines: sections, a head, a foot. */
export function Card({ children, className }: CardProps) {
  return (
    <div
      className={classNames(
        "divide-y divide-border overflow-clip rounded-card border border-border bg-surface",
        className,
      )}
    >
      {children}
    </div>
  );
}

export function CardFoot({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 bg-sunken px-4 py-2.5 text-small text-muted">
      {children}
    </div>
  );
}
