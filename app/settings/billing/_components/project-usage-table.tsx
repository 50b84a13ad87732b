import { type Column, NameCell, Table } from "@/components/ui/table";
import { byteText } from "@/lib/core/resources/number-text";
import type { UsageQuery } from "@/lib/core/usage/usage";
import type { ProjectUsage, Stored } from "@/lib/operations/usage/usage";
import { shareOf, sortedBy } from "./member-usage-table";

export function ProjectUsageTable({
  rows,
  all,
  query,
}: {
  rows: readonly ProjectUsage[];
  /** Of the whole workspace. */
  all: Stored;
  query: UsageQuery;
}) {
  // Calls are not counted by project: a list that is asked for in their order is in that of artifacts.
  const shown: UsageQuery = { ...query, sort: query.sort === "metrics" ? "metrics" : "artifacts" };
  const shared = shareOf(rows, shown.sort);
  const columns: Column<ProjectUsage>[] = [
    {
      key: "project",
      label: "Project",
      kind: "name",
      cell: ({ id, name }) => (
        <NameCell
          name={name ?? (id === null ? "Outside projects" : id)}
          href={id === null ? undefined : `/projects/${id}`}
          prefetch={false}
        />
      ),
    },
    { key: "tasks", label: "Tasks", kind: "number", cell: ({ tasks }) => tasks.toLocaleString("en") },
    {
      key: "artifacts",
      label: "Artifacts",
      kind: "number",
      ...sortedBy(shown, "artifacts"),
      cell: (row) => shared(row, "artifacts", byteText(row.artifacts)),
    },
    {
      key: "metrics",
      label: "Metrics",
      kind: "number",
      ...sortedBy(shown, "metrics"),
      cell: (row) => shared(row, "metrics", byteText(row.metrics)),
    },
  ];
  return (
    <Table
      label="Usage by project"
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id ?? "outside"}
      totals={["All", "", byteText(all.artifacts), byteText(all.metrics)]}
    />
  );
}
