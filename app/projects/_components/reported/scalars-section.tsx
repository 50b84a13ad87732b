import { Card } from "@/components/ui/card";
import { Square } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { Pagination } from "@/components/ui/pagination";
import { type Column, Table } from "@/components/ui/table";
import { type ReportedQuery, scalarsPerPage } from "@/lib/core/resources/browse";
import { valueText } from "@/lib/core/resources/number-text";
import { reportedHref } from "@/lib/core/resources/reported-href";
import type { ShownScalars, ShownSeries } from "@/lib/operations/resources/browse/reports";
import { PartHead } from "../part-head";
import { ScalarPlot } from "./scalar-plot";

const columns: Column<ShownSeries>[] = [
  { key: "name", label: "Scalar", kind: "name", cell: ({ metric, variant }) => `${metric} / ${variant}` },
  { key: "last", label: "Last", kind: "number", cell: ({ last }) => valueText(last[1]) },
  { key: "at", label: "Iteration", kind: "number", cell: ({ last }) => last[0].toLocaleString("en") },
  { key: "least", label: "Least", kind: "number", cell: ({ least }) => valueText(least) },
  { key: "most", label: "Most", kind: "number", cell: ({ most }) => valueText(most) },
];

export type ScalarsSectionProps = {
  /** Of the page of the task or model, and what it shows now. */
  path: string;
  query: ReportedQuery;
  scalars: ShownScalars;
  /** The task whose scalars are beside them. */
  parent?: { id: string; name: string } | null;
};

export function ScalarsSection({ path, query, scalars, parent }: ScalarsSectionProps) {
  const { series, before, total } = scalars;
  const hasBeside = parent && series.some(({ beside }) => beside);
  const number = Math.floor(before / scalarsPerPage) + 1;
  const hrefOf = (page: number) => `${reportedHref(path, { ...query, scalars: page })}#scalars`;
  const isPaged = total > scalarsPerPage;
  return (
    <Card asChild>
      <section aria-labelledby="scalars">
        <PartHead
          id="scalars"
          title="Scalars"
          detail={isPaged ? total.toLocaleString("en") : undefined}
          aside={
            hasBeside ? (
              <ul aria-label="Curves" className="flex flex-wrap gap-x-4 text-small text-muted">
                <li className="flex items-center gap-1.5">
                  <Square aria-hidden className="size-icon-mark fill-accent text-accent" />
                  this task
                </li>
                <li className="flex min-w-0 items-center gap-1.5">
                  <Square aria-hidden className="size-icon-mark fill-faint text-faint" />
                  <Link href={`/projects/tasks/${parent.id}`} className="truncate">
                    {parent.name || "Unnamed"}
                  </Link>
                </li>
              </ul>
            ) : undefined
          }
        />
        {series.length === 0 ? (
          <p className="p-4 text-control text-muted">
            No scalars yet. The SDK reports them with Logger.report_scalar, or from the frameworks it knows.
          </p>
        ) : (
          <>
            <div className="grid grid-cols-1 divide-border sm:grid-cols-2 lg:grid-cols-3">
              {series.map((each) => (
                <ScalarPlot key={`${each.metric}/${each.variant}`} series={each} />
              ))}
            </div>
            {isPaged ? (
              <div className="border-t border-border px-4 py-2">
                <Pagination
                  label="Pages of scalars"
                  from={before + 1}
                  to={before + series.length}
                  total={total}
                  {...(before > 0 ? { previousHref: hrefOf(number - 1) } : {})}
                  {...(before + series.length < total ? { nextHref: hrefOf(number + 1) } : {})}
                />
              </div>
            ) : null}
            <details>
              <summary className="px-4 py-2.5 text-control text-accent-text">Values as a table</summary>
              <div className="px-4 pb-4">
                <Table
                  label="Values of the scalars"
                  columns={columns}
                  rows={series}
                  rowKey={({ metric, variant }) => `${metric}/${variant}`}
                />
              </div>
            </details>
          </>
        )}
      </section>
    </Card>
  );
}
