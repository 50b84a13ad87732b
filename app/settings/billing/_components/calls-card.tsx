import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { BareLink } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { CallChart, CallSeries } from "@/lib/core/usage/call-chart";
import { callGroupings, type UsageQuery } from "@/lib/core/usage/usage";
import { CallBars } from "./call-bars";
import { CallTable } from "./call-table";
import { seriesColor } from "./call-words";
import { usageHref } from "./usage-href";

const groupingLabels = { credentials: "Credentials", member: "Member", project: "Project" };

export function CallsCard({
  chart,
  query,
  monthName,
  months,
}: {
  chart: CallChart;
  query: UsageQuery;
  monthName: string;
  /** What leads to other months. */
  months: ReactNode;
}) {
  const isTableShown = query.table === "shown";
  const isEmpty = chart.series.length === 0;
  return (
    <Card className="mb-4">
      <Section
        id="calls"
        title="API calls by day"
        description={
          query.by === "project"
            ? "Requests with API credentials, by day in UTC. One that names a task, a model or a project counts for that project."
            : "Requests with API credentials, by day in UTC."
        }
        actions={
          <>
            {months}
            <SegmentedLinks
              label="Calls by"
              options={callGroupings.map((by) => ({
                href: usageHref({ ...query, by }),
                label: groupingLabels[by],
                current: query.by === by,
              }))}
            />
          </>
        }
      >
        {isEmpty ? (
          <p className="text-control text-muted">
            No calls in {monthName}. Clients that sign in with API credentials of this workspace are counted
            here.
          </p>
        ) : (
          <>
            <Legend series={chart.series} />
            <CallBars chart={chart} />
            <BareLink
              href={usageHref({ ...query, table: isTableShown ? "hidden" : "shown" })}
              scroll={false}
              className="link mt-3 inline-block text-control"
            >
              {isTableShown ? "Hide table" : "Show as table"}
            </BareLink>
            {isTableShown ? <CallTable chart={chart} /> : null}
          </>
        )}
      </Section>
    </Card>
  );
}

function Legend({ series }: { series: readonly CallSeries[] }) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-small text-muted">
      {series.map(({ key, label }, place) => (
        <li key={key ?? ""} className="flex min-w-0 items-center gap-1.5">
          <svg aria-hidden viewBox="0 0 10 10" className="size-2.5 flex-none">
            <rect width="10" height="10" rx="2" fill={seriesColor(key, place)} />
          </svg>
          <span className="min-w-0 [overflow-wrap:anywhere]">{label}</span>
        </li>
      ))}
    </ul>
  );
}
