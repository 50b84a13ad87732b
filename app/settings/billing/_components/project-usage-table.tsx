"use client";

import { type Column, NameCell, Table } from "@/components/ui/table";
import { byteText } from "@/lib/core/resources/number-text";
import type { UsageQuery, UsageSort } from "@/lib/core/usage/usage";
import { isProjectId, nameOfKey } from "@/lib/core/usage/usage-keys";
import type { ProjectUsage } from "@/lib/operations/usage/usage";
import { shareOf, sortedBy } from "./usage-columns";

export function ProjectUsageTable({
  rows,
  all,
  query,
}: {
  rows: readonly ProjectUsage[];
  /** Of the whole workspace. */
  all: Record<UsageSort, number>;
  query: UsageQuery;
}) {
  const shared = shareOf(rows, query.sort);
  const columns: Column<ProjectUsage>[] = [
    {
      key: "project",
      label: "Project",
      kind: "name",
      cell: ({ key, name }) => (
        <NameCell
          name={nameOfKey(key, name)}
          href={isProjectId(key) ? `/projects/${key}` : undefined}
          prefetch={false}
        />
      ),
    },
    { key: "tasks", label: "Tasks", kind: "number", cell: ({ tasks }) => tasks.toLocaleString("en") },
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
  ];
  return (
    <Table
      label="Usage by project"
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      totals={["All", "", all.calls.toLocaleString("en"), byteText(all.artifacts), byteText(all.metrics)]}
    />
  );
}
