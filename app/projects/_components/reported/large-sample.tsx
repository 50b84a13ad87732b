import { notFound } from "next/navigation";
import { cache } from "react";
import { PageBody } from "@/app/_components/frame/page-body";
import { Card } from "@/components/ui/card";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { Steps } from "@/components/ui/steps";
import type { EffectivePreferences } from "@/lib/core/account/interface-preferences";
import type { OneSampleQuery } from "@/lib/core/resources/browse";
import { byteText } from "@/lib/core/resources/number-text";
import { largeSampleHref, type SampleChoice, sampleHref } from "@/lib/core/resources/sample-kind";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { findOneSample, type OneSample, type ReporterOf } from "@/lib/operations/resources/browse/reports";
import { ProjectPath } from "../project-path";
import { BlockedSamples } from "./sample-grid";
import { fileNameOf, SampleView } from "./sample-view";

/** Read once, for the page and for its title. */
const readOnce = cache(
  async (
    actor: ActorWith<"resources.use">,
    kind: ReporterOf["kind"],
    id: string,
    metric: string,
    variant: string,
    iteration: number | undefined,
  ) => {
    if (iteration === undefined) notFound();
    const shown = await findOneSample(actor, { kind, id }, { metric, variant, iteration });
    if (!shown) notFound();
    return shown;
  },
);

export function oneSample(
  actor: ActorWith<"resources.use">,
  { kind, id }: ReporterOf,
  { metric, variant, iteration }: OneSampleQuery,
): Promise<OneSample> {
  return readOnce(actor, kind, id, metric, variant, iteration);
}

export type LargeSampleProps = {
  shown: OneSample;
  /** Of the page of the task or model, and of what shows all samples of a metric. */
  path: string;
  listPath: string;
  preferences: EffectivePreferences;
};

/** One debug sample, as large as the window, with the steps to those beside it. */
export function LargeSample({ shown, path, listPath, preferences }: LargeSampleProps) {
  const { name, path: steps, sample, previous, next, earlier, later } = shown;
  const { metric, variant, iteration, url, bytes } = sample;
  const { block_scripts: blocked, forced } = preferences;
  const hrefOf = (choice: SampleChoice | null) => (choice ? largeSampleHref(path, choice) : undefined);
  const at = (number: number | null) =>
    hrefOf(number === null ? null : { metric, variant, iteration: number });
  const rest = ` / ${variant}, iteration ${iteration.toLocaleString("en")}`;
  return (
    <PageBody>
      <ProjectPath steps={steps} />
      <PageHead
        title={fileNameOf(url)}
        description={
          <>
            <Link href={`${listPath}?${new URLSearchParams({ metric })}`}>{metric}</Link>
            {`${rest}${bytes === null ? "" : `, ${byteText(bytes)}`}, of `}
            <Link href={path}>{name || "Unnamed"}</Link>.
          </>
        }
        actions={
          <div className="flex flex-wrap gap-x-4 gap-y-1 text-small text-muted">
            <Steps
              label="Iterations"
              keys="Shift+"
              back={{ label: "Previous iteration", href: at(earlier) }}
              on={{ label: "Next iteration", href: at(later) }}
            >
              Iteration
            </Steps>
            <Steps
              label="Samples"
              keys=""
              back={{ label: "Previous sample", href: hrefOf(previous) }}
              on={{ label: "Next sample", href: hrefOf(next) }}
            >
              Sample
            </Steps>
          </div>
        }
      />
      {blocked ? (
        <Card>
          <BlockedSamples total={1} byOperator={forced.includes("block_scripts")} />
        </Card>
      ) : (
        <SampleView
          url={url}
          file={fileNameOf(url)}
          what={`${metric}${rest}`}
          frameHref={sampleHref(path, sample)}
        />
      )}
      <p className="mt-2 text-small text-muted max-sm:hidden">
        <Kbd>←</Kbd> and <Kbd>→</Kbd> step through the samples, with <Kbd>Shift</Kbd> through the iterations
        of this one.
      </p>
    </PageBody>
  );
}
