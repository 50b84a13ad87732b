import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Steps } from "@/components/ui/steps";
import type { EffectivePreferences } from "@/lib/core/account/interface-preferences";
import type { ReportedQuery } from "@/lib/core/resources/browse";
import { reportedHref } from "@/lib/core/resources/reported-href";
import type { SamplesAt } from "@/lib/operations/resources/browse/reports";
import { PartHead } from "../part-head";
import { MetricPicker } from "./metric-picker";
import { BlockedSamples, SampleGrid } from "./sample-grid";

/** The debug samples of one iteration, with the steps to those beside it. */
export function SamplesSection({
  path,
  allHref,
  samples,
  query,
  preferences: { block_scripts: blocked, forced },
}: {
  /** Of the page of the task or model. */
  path: string;
  /** Where all of them are listed. */
  allHref?: string;
  samples: SamplesAt;
  query: ReportedQuery;
  preferences: EffectivePreferences;
}) {
  const { total, metrics, iteration, earlier, later, found, shown } = samples;
  if (total === 0) return null;
  const { metric } = query;
  const hrefOf = (at: number | null) =>
    at === null ? undefined : reportedHref(path, { ...query, iteration: at });
  return (
    <Card asChild>
      <section aria-labelledby="samples">
        <PartHead
          id="samples"
          title="Debug samples"
          detail={
            blocked || iteration === null
              ? undefined
              : `iteration ${iteration.toLocaleString("en")}${shown.length < found ? `, the first ${shown.length} of ${found.toLocaleString("en")}` : ""}`
          }
          aside={
            blocked ? undefined : (
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                {metrics.length > 1 || metric ? (
                  <MetricPicker path={path} metrics={metrics} query={query} />
                ) : null}
                {earlier !== null || later !== null ? (
                  <Steps
                    label="Iterations"
                    back={{ label: "Previous iteration", href: hrefOf(earlier) }}
                    on={{ label: "Next iteration", href: hrefOf(later) }}
                  />
                ) : null}
                {allHref ? (
                  <Link href={allHref} className="text-control">
                    All {total.toLocaleString("en")}
                  </Link>
                ) : null}
              </div>
            )
          }
        />
        {blocked ? (
          <BlockedSamples total={total} byOperator={forced.includes("block_scripts")} />
        ) : shown.length === 0 ? (
          <p className="px-4 pb-4 text-control text-muted">There are no debug samples of this metric.</p>
        ) : (
          <SampleGrid path={path} samples={shown} />
        )}
      </section>
    </Card>
  );
}
