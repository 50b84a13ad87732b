import { type Column, NameCell, Table } from "@/components/ui/table";
import { byteText } from "@/lib/core/resources/number-text";
import type { UsageQuery } from "@/lib/core/usage/usage";
import type { ProjectUsage } from "@/lib/operations/usage/usage";
import { sortedBy } from "./member-usage-table";

export function ProjectUsageTable({ rows, query }: { rows: readonly ProjectUsage[]; query: UsageQuery }) {
  // Calls are not counted by project: a list that is asked for in their order is in that of artifacts.
  const shown: UsageQuery = { ...query, sort: query.sort === "metrics" ? "metrics" : "artifacts" };
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
      cell: ({ artifacts }) => byteText(artifacts),
    },
    {
      key: "metrics",
      label: "Metrics",
      kind: "number",
      ...sortedBy(shown, "metrics"),
      cell: ({ metrics }) => byteText(metrics),
    },
  ];
  return (
    <Table label="Usage by project" columns={columns} rows={rows} rowKey={({ id }) => id ?? "outside"} />
  );
}
