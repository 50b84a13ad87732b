import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type PropertyListProps = {
  items: readonly { label: string; value: ReactNode; actions?: ReactNode }[];
  /** `framed` stands alone, `flat` inside a card. */
  look?: "framed" | "flat";
  className?: string;
};

export function PropertyList({ items, look = "framed", className }: PropertyListProps) {
  return (
    <dl
      className={classNames(
        "divide-y divide-border text-control",
        look === "framed" && "rounded-block border bg-surface",
        className,
      )}
    >
      {items.map(({ label, value, actions }) => (
        <div
          key={label}
          className={classNames(
            "flex min-h-9 flex-wrap items-center gap-x-3 py-1 sm:flex-nowrap",
            look === "framed" && "px-3",
          )}
        >
          <dt className="w-full flex-none text-muted sm:w-32">{label}</dt>
          <dd className="flex min-w-0 flex-1 items-center gap-1 [overflow-wrap:anywhere]">
            <div className="min-w-0 flex-1">{value}</div>
            {actions}
          </dd>
        </div>
      ))}
    </dl>
  );
}
