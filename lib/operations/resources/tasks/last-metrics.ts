import { createHash } from "node:crypto";
import type { LastScalar } from "@/db/reads/task-scalars";

type ByHash = Record<string, Record<string, Record<string, unknown>>>;

/** The last values of a task's scalars as ClearML nests them: by the MD5 of the metric's and of the variant's name. */
export function lastMetricsOf(scalars: readonly LastScalar[]): ByHash {
  const nested: ByHash = {};
  for (const { metric, variant, value, least, most, leastIteration, mostIteration } of scalars) {
    const ofMetric = nested[md5(metric)] ?? {};
    nested[md5(metric)] = ofMetric;
    ofMetric[md5(variant)] = {
      ...{ metric, variant, value, min_value: least, max_value: most },
      min_value_iteration: leastIteration,
      max_value_iteration: mostIteration,
    };
  }
  return nested;
}

function md5(name: string): string {
  return createHash("md5").update(name).digest("hex");
}
