import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { PageBounds } from "@/lib/core/page";
import type { UsageQuery } from "@/lib/core/usage/usage";
import type { UsageList } from "@/lib/operations/usage/usage";
import { MemberUsageTable } from "./member-usage-table";
import { ProjectUsageTable } from "./project-usage-table";
import { billingPath, usageHref } from "./usage-href";

const kinds = [
  { of: "member", label: "Member" },
  { of: "project", label: "Project" },
] as const;

export function UsageCard({
  list,
  calls,
  query,
  monthId,
  monthName,
  now,
}: {
  list: UsageList;
  /** Of the whole workspace in the month. */
  calls: number;
  query: UsageQuery;
  monthId: string;
  monthName: string;
  now: number;
}) {
  const all = { ...list.stored, calls };
  return (
    <Card>
      <Section
        id="who"
        title="Who uses what"
        description={`API calls in ${monthName}, and what is stored now.`}
        actions={
          <>
            <SegmentedLinks
              label="Usage by"
              options={kinds.map(({ of, label }) => ({
                href: usageHref({ ...query, of, sort: "calls", page: 1 }),
                label,
                current: query.of === of,
              }))}
            />
            <ButtonLink
              href={`${billingPath}/calls.csv?month=${monthId}${query.of === "project" ? "&of=project" : ""}`}
              variant="ghost"
              prefetch={false}
              download
            >
              Download CSV
            </ButtonLink>
          </>
        }
      >
        {list.page.total === 0 ? (
          <p className="text-control text-muted">Nothing is used yet.</p>
        ) : (
          <>
            {list.of === "member" ? (
              <MemberUsageTable rows={list.page.rows} all={all} query={query} now={now} />
            ) : (
              <ProjectUsageTable rows={list.page.rows} all={all} query={query} />
            )}
            <Pages page={list.page} query={query} />
          </>
        )}
      </Section>
    </Card>
  );
}

function Pages({ page, query }: { page: PageBounds; query: UsageQuery }) {
  const hrefOf = (number: number) => usageHref({ ...query, page: number }, "#who");
  return (
    <div className="mt-2.5">
      <Pagination
        label="Pages of who uses what"
        from={page.from}
        to={page.to}
        total={page.total}
        previousHref={page.number > 1 ? hrefOf(page.number - 1) : undefined}
        nextHref={page.number < page.count ? hrefOf(page.number + 1) : undefined}
      />
    </div>
  );
}
