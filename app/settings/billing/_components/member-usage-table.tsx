"use client";

import { Avatar } from "@/components/ui/avatar";
import { Bot } from "@/components/ui/icons";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { byteText } from "@/lib/core/resources/number-text";
import type { UsageQuery, UsageSort } from "@/lib/core/usage/usage";
import type { MemberUsage } from "@/lib/operations/usage/usage";
import { shareOf, sortedBy } from "./usage-columns";

export function MemberUsageTable({
  rows,
  all,
  query,
  now,
}: {
  rows: readonly MemberUsage[];
  /** Of the whole workspace. */
  all: Record<UsageSort, number>;
  query: UsageQuery;
  now: number;
}) {
  const shared = shareOf(rows, query.sort);
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
      cell: (row) => shared(row, "calls", row.calls.toLocaleString("en")),
    },
    {
      key: "artifacts",
      label: "Artifacts",
      kind: "number",
      ...sortedBy(query, "artifacts"),
      cell: (row) => shared(row, "artifacts", byteText(row.artifacts)),
    },
    {
      key: "metrics",
      label: "Metrics",
      kind: "number",
      ...sortedBy(query, "metrics"),
      cell: (row) => shared(row, "metrics", byteText(row.metrics)),
    },
    {
      key: "last",
      label: "Last call",
      cell: ({ lastCallAt }) =>
        lastCallAt ? <RelativeTime at={lastCallAt} now={now} /> : <span className="text-muted">–</span>,
    },
  ];
  return (
    <Table
      label="Usage by member"
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      totals={["All", all.calls.toLocaleString("en"), byteText(all.artifacts), byteText(all.metrics), ""]}
    />
  );
}

function whatItIs({ kind, isMember }: MemberUsage): string | undefined {
  if (!isMember) return "No longer a member";
  return kind === "service_account" ? "Service account" : undefined;
}
