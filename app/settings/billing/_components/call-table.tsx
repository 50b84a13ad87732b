"use client";

import { type Column, Table } from "@/components/ui/table";
import type { CallChart, ChartDay } from "@/lib/core/usage/call-chart";
import { dayLabel } from "./call-words";

export function CallTable({ chart: { days, series } }: { chart: CallChart }) {
  const callsOf = (row: ChartDay, place: number) =>
    row.parts.find((part) => part.series === place)?.calls.toLocaleString("en") ?? "0";
  const columns: Column<ChartDay>[] = [
    { key: "day", label: "Day", kind: "name", cell: ({ day }) => dayLabel(day) },
    ...series.map(
      ({ key, label }, place): Column<ChartDay> => ({
        key: key ?? "others",
        label,
        kind: "number",
        cell: (row) => callsOf(row, place),
      }),
    ),
    { key: "total", label: "All", kind: "number", cell: ({ total }) => total.toLocaleString("en") },
  ];
  return (
    <div className="mt-3">
      <Table
        label="API calls by day"
        columns={columns}
        rows={days.filter(({ total }) => total > 0)}
        rowKey={({ day }) => day}
      />
    </div>
  );
}
