"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";
import type { ReportedQuery } from "@/lib/core/resources/browse";
import { reportedHref } from "@/lib/core/resources/reported-href";

/** Leads to the samples of one metric at their last iteration. */
export function MetricPicker({
  path,
  metrics,
  query,
}: {
  path: string;
  metrics: readonly string[];
  query: ReportedQuery;
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
      value={query.metric}
      onChange={({ currentTarget: { value } }) =>
        router.replace(reportedHref(path, { ...query, metric: value, iteration: undefined }) as Route, {
          scroll: false,
        })
      }
    />
  );
}
