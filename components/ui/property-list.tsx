import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";

const frame = cva("divide-y divide-border text-control", {
  variants: { look: { framed: "rounded-block border bg-surface *:px-3", flat: null } },
  defaultVariants: { look: "framed" },
});

export type PropertyListProps = {
  items: readonly { label: string; value: ReactNode; actions?: ReactNode }[];
  /** `framed` is used alone, `flat` inside a card. */
  look?: VariantProps<typeof frame>["look"];
  className?: string;
};

export function PropertyList({ items, look, className }: PropertyListProps) {
  return (
    <dl className={frame({ look, className })}>
      {items.map(({ label, value, actions }) => (
        <div key={label} className="flex min-h-9 flex-wrap items-center gap-x-3 py-1 sm:flex-nowrap">
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
