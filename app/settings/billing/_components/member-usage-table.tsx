import { Avatar } from "@/components/ui/avatar";
import { Bot } from "@/components/ui/icons";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { byteText } from "@/lib/core/resources/number-text";
import type { UsageQuery, UsageSort } from "@/lib/core/usage/usage";
import type { MemberUsage } from "@/lib/operations/usage/usage";
import { usageHref } from "./usage-href";

export function MemberUsageTable({
  rows,
  query,
  now,
}: {
  rows: readonly MemberUsage[];
  query: UsageQuery;
  now: number;
}) {
  const columns: Column<MemberUsage>[] = [
    {
      key: "member",
      label: "Member",
      kind: "name",
      cell: (row) => (
        <NameCell
          icon={
            row.kind === "service_account" ? (
              <Bot aria-hidden className="text-faint" />
            ) : (
              <Avatar id={row.id} name={row.name} size="small" />
            )
          }
          name={row.name}
          detail={whatItIs(row)}
        />
      ),
    },
    {
      key: "calls",
      label: "API calls",
      kind: "number",
      ...sortedBy(query, "calls"),
      cell: ({ calls }) => calls.toLocaleString("en"),
    },
    {
      key: "artifacts",
      label: "Artifacts",
      kind: "number",
      ...sortedBy(query, "artifacts"),
      cell: ({ artifacts }) => byteText(artifacts),
    },
    {
      key: "metrics",
      label: "Metrics",
      kind: "number",
      ...sortedBy(query, "metrics"),
      cell: ({ metrics }) => byteText(metrics),
    },
    {
      key: "last",
      label: "Last call",
      cell: ({ lastCallAt }) =>
        lastCallAt ? <RelativeTime at={lastCallAt} now={now} /> : <span className="text-muted">–</span>,
    },
  ];
  return <Table label="Usage by member" columns={columns} rows={rows} rowKey={({ id }) => id} />;
}

function whatItIs({ kind, isMember }: MemberUsage): string | undefined {
  if (!isMember) return "No longer a member";
  return kind === "service_account" ? "Service account" : undefined;
}

/** Always the most first. */
export function sortedBy(query: UsageQuery, sort: UsageSort) {
  return {
    sortHref: usageHref({ ...query, sort, page: 1 }, "#who"),
    sorted: query.sort === sort ? ("descending" as const) : undefined,
  };
}
