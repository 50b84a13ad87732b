import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type CardProps = { children: ReactNode; className?: string };

/** What stands in it is parted by hairlines: sections and a head. */
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
