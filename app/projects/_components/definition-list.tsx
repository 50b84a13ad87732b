import type { ReactNode } from "react";

export type Definition = { label: string; value: ReactNode };

/** Facts in two columns; those without a value are left out. */
export function DefinitionList({ items }: { items: readonly Definition[] }) {
  return (
    <dl className="px-4 py-2 text-control">
      {items.map(({ label, value }) =>
        value ? (
          <div key={label} className="flex min-h-7 gap-x-3 py-1">
            <dt className="w-26 flex-none text-muted">{label}</dt>
            <dd className="min-w-0 flex-1 [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
