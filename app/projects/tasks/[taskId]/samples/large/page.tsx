import { notFound } from "next/navigation";
import { cache } from "react";
import { PageBody } from "@/app/_components/frame/page-body";
import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { listHref } from "@/app/_components/list/list-href";
import { Card } from "@/components/ui/card";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { Steps } from "@/components/ui/steps";
import { oneSampleQuery } from "@/lib/core/resources/browse";
import { byteText } from "@/lib/core/resources/number-text";
import { largeSampleHref, type SampleChoice, sampleHref } from "@/lib/core/resources/sample-kind";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { findOneSample } from "@/lib/operations/resources/browse/tasks";
import { ProjectPath } from "../../../../_components/project-path";
import { BlockedSamples } from "../../_components/sample-grid";
import { fileNameOf, SampleView } from "../../_components/sample-view";

/** Read once, for the page and for its title. */
const oneSample = cache(
  async (
    actor: ActorWith<"resources.use">,
    taskId: string,
    metric: string,
    variant: string,
    iteration: number | undefined,
  ) => {
    const shown =
      iteration === undefined
        ? undefined
        : await findOneSample(actor, taskId, { metric, variant, iteration });
    if (!shown) notFound();
    return shown;
  },
);

export const generateMetadata = workspaceTitle("resources.use", async (actor, { taskId = "" }, query) => {
  const { metric, variant, iteration } = oneSampleQuery.parse(query);
  return fileNameOf((await oneSample(actor, taskId, metric, variant, iteration)).sample.url);
});

export default workspacePage(
  "resources.use",
  oneSampleQuery,
  async ({ actor, params, query, preferences }) => {
    const { taskId = "" } = params;
    const shown = await oneSample(actor, taskId, query.metric, query.variant, query.iteration);
    const { taskName, path, sample, previous, next, earlier, later } = shown;
    const { metric, variant, iteration, url, bytes } = sample;
    const { block_scripts: blocked, forced } = preferences;
    const hrefOf = (choice: SampleChoice | null) => (choice ? largeSampleHref(taskId, choice) : undefined);
    const at = (number: number | null) =>
      hrefOf(number === null ? null : { metric, variant, iteration: number });
    const what = `${metric} / ${variant}, iteration ${iteration.toLocaleString("en")}`;
    const samples = listHref(`/projects/tasks/${taskId}/samples`, { search: "", page: 1, metric });
    return (
      <PageBody>
        <ProjectPath steps={path} />
        <PageHead
          title={fileNameOf(url)}
          description={
            <>
              <Link href={samples}>{metric}</Link>
              {` / ${variant}, iteration ${iteration.toLocaleString("en")}${bytes === null ? "" : `, ${byteText(bytes)}`}, of `}
              <Link href={`/projects/tasks/${taskId}`}>{taskName || "Unnamed"}</Link>.
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
          <SampleView url={url} file={fileNameOf(url)} what={what} frameHref={sampleHref(taskId, sample)} />
        )}
        <p className="mt-2 text-small text-muted max-sm:hidden">
          <Kbd>←</Kbd> and <Kbd>→</Kbd> step through the samples, with <Kbd>Shift</Kbd> through the iterations
          of this one.
        </p>
      </PageBody>
    );
  },
);
