"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";

/** Leads to the samples of one metric at their last iteration. */
export function MetricPicker({
  path,
  metrics,
  metric,
}: {
  path: string;
  metrics: readonly string[];
  metric: string;
}) {
  const router = useRouter();
  const options = [
    { value: "", label: "All metrics" },
    ...metrics.map((name) => ({ value: name, label: name })),
  ];
  return (
    <Select
      aria-label="Metric"
      size="small"
      className="w-40"
      options={options}
      value={metric}
      onChange={({ currentTarget: { value } }) =>
        router.replace((value ? `${path}?${new URLSearchParams({ metric: value })}` : path) as Route, {
          scroll: false,
        })
      }
    />
  );
}
