import { type SQL, sql } from "drizzle-orm";
import {
  mostPlotBytes,
  mostPlotIterations,
  mostPlots,
  mostSampleIterations,
  mostSamples,
  type PlotEvent,
  type SampleEvent,
} from "@/lib/core/resources/event";
import type { Transaction } from "../client";
import { type Reporter, reportedBy, reporterColumn, tableOf } from "../reads/reporters";
import { cutInto } from "./task-reports";

const samplesAtOnce = 500;
const plotsAtOnce = 50;

/**
 * One sample for each metric, variant and iteration, the one that came last; only the last iterations are kept. The row of
 * the task or model is locked.
 */
export async function insertSamples(
  tx: Transaction,
  reporter: Reporter,
  reported: readonly SampleEvent[],
): Promise<void> {
  if (reported.length === 0) return;
  const { kind, workspaceId, id } = reporter;
  for (const some of cutInto(lastOfEach(reported), samplesAtOnce)) {
    const rows = some.map(
      ({ metric, variant, iteration, url, atMs }) =>
        sql`(${workspaceId}, ${id}, ${metric}, ${variant}, ${iteration}, ${url}, ${momentOf(atMs)})`,
    );
    await tx.execute(sql`
      insert into ${tableOf(kind, "samples")}
        (workspace_id, ${reporterColumn(kind)}, metric, variant, iteration, url, reported_at)
      values ${sql.join(rows, sql`, `)}
      on conflict (workspace_id, ${reporterColumn(kind)}, metric, variant, iteration)
      do update set url = excluded.url, reported_at = excluded.reported_at`);
  }
  const own = reportedBy(reporter, "samples");
  await tx.execute(sql`
    delete ${own} and ctid = any(array(
      select row_id from (
        select ctid as row_id,
          row_number() over (partition by metric, variant order by iteration desc) as place_in_variant,
          row_number() over (order by iteration desc, metric, variant) as place
        ${own}
      ) as placed
      where place_in_variant > ${mostSampleIterations} or place > ${mostSamples}
    ))`);
}

/**
 * One plot for each metric, variant and iteration, the one that came last. Where there are too many, the older ones of
 * each metric and variant go first. The row of the task or model is locked.
 */
export async function insertPlots(
  tx: Transaction,
  reporter: Reporter,
  reported: readonly PlotEvent[],
): Promise<void> {
  if (reported.length === 0) return;
  const { kind, workspaceId, id } = reporter;
  for (const some of cutInto(lastOfEach(reported), plotsAtOnce)) {
    const rows = some.map(
      ({ metric, variant, iteration, text, sourceUrls, atMs }) => sql`(
        ${workspaceId}, ${id}, ${metric}, ${variant}, ${iteration}, ${text},
        ${sql.param([...sourceUrls])}::text[], ${momentOf(atMs)}
      )`,
    );
    await tx.execute(sql`
      insert into ${tableOf(kind, "plots")}
        (workspace_id, ${reporterColumn(kind)}, metric, variant, iteration, "text", source_urls, reported_at)
      values ${sql.join(rows, sql`, `)}
      on conflict (workspace_id, ${reporterColumn(kind)}, metric, variant, iteration)
      do update set "text" = excluded."text", source_urls = excluded.source_urls, reported_at = excluded.reported_at`);
  }
  const own = reportedBy(reporter, "plots");
  await tx.execute(sql`
    delete ${own} and ctid = any(array(
      select row_id from (
        select row_id, age, row_number() over in_order as place, sum(bytes) over in_order as until
        from (
          select ctid as row_id, metric, variant, iteration, octet_length("text") as bytes,
            row_number() over (partition by metric, variant order by iteration desc) as age
          ${own}
        ) as aged
        window in_order as (order by age, iteration desc, metric, variant)
      ) as placed
      where age > ${mostPlotIterations} or place > ${mostPlots} or until > ${mostPlotBytes}
    ))`);
}

function lastOfEach<Event extends { metric: string; variant: string; iteration: number }>(
  reported: readonly Event[],
): Event[] {
  const byKey = new Map(
    reported.map((each) => [JSON.stringify([each.metric, each.variant, each.iteration]), each]),
  );
  return [...byKey.values()];
}

function momentOf(atMs: number): SQL {
  return sql`${new Date(atMs).toISOString()}::timestamptz`;
}
