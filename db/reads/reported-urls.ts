import { sql } from "drizzle-orm";
import type { Reader } from "../client";
import { isOfReporters, type Reporters, reporterColumn, tableOf } from "./reporters";

export type ReportedUrl = { reporterId: string; url: string };

/** Of all debug samples that are kept of tasks or models, and of the pictures in their plots. */
export async function listReportedUrls(on: Reader, reporters: Reporters): Promise<ReportedUrl[]> {
  const { kind, ids } = reporters;
  if (ids.length === 0) return [];
  const id = reporterColumn(kind);
  return on.execute<ReportedUrl>(sql`
    select ${id} as "reporterId", url from ${tableOf(kind, "samples")} where ${isOfReporters("samples", reporters)}
    union
    select ${id}, unnest(source_urls) from ${tableOf(kind, "plots")} where ${isOfReporters("plots", reporters)}`);
}
