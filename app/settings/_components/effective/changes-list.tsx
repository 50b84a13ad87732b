import { Badge, type BadgeProps } from "@/components/ui/badge";
import type { ChangedKey } from "@/lib/operations/vaults/effective";
import { ShownText } from "./key-table";

const kinds = {
  added: { label: "Added", tone: "ok" },
  changed: { label: "Changed", tone: "warn" },
  removed: { label: "Removed", tone: "danger" },
} as const satisfies Record<ChangedKey["kind"], { label: string; tone: BadgeProps["tone"] }>;

/** Which keys of a configuration change, with their values before and after; secrets are hidden in both. */
export function ChangesList({ total, rows }: { total: number; rows: readonly ChangedKey[] }) {
  if (total === 0) return <p className="text-control text-muted">No key changes.</p>;
  return (
    <>
      <ul className="flex max-h-60 flex-col gap-1.5 overflow-auto">
        {rows.map((row) => (
          <li key={row.name} className="flex flex-wrap items-baseline gap-x-2 text-control">
            <Badge tone={kinds[row.kind].tone}>{kinds[row.kind].label}</Badge>
            <code className="font-medium [overflow-wrap:anywhere]">{row.name}</code>
            <span>
              {row.kind === "added" ? null : <ShownText text={row.before.text} />}
              {row.kind === "changed" ? " → " : null}
              {row.kind === "removed" ? null : <ShownText text={row.after.text} />}
            </span>
          </li>
        ))}
      </ul>
      {total > rows.length ? (
        <p className="text-control text-muted">
          {(total - rows.length).toLocaleString("en")} more keys change.
        </p>
      ) : null}
    </>
  );
}
