import { notFound } from "next/navigation";
import { cache } from "react";
import { PageBody } from "@/app/_components/frame/page-body";
import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { listHref } from "@/app/_components/list/list-href";
import { ListPage } from "@/app/_components/list/list-page";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ImageIcon } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { type SamplesQuery, samplesQuery } from "@/lib/core/resources/browse";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { findShownSamples } from "@/lib/operations/resources/browse/tasks";
import { ProjectPath } from "../../../_components/project-path";
import { BlockedSamples, SampleGrid } from "../../../_components/reported/sample-grid";

/** Read once, for the page and for its title. */
const shownSamples = cache(
  async (actor: ActorWith<"resources.use">, taskId: string, search: string, metric: string, page: number) => {
    const shown = await findShownSamples(actor, taskId, { search, metric, page });
    if (!shown) notFound();
    return shown;
  },
);

const shownOf = (actor: ActorWith<"resources.use">, taskId: string, { search, metric, page }: SamplesQuery) =>
  shownSamples(actor, taskId, search, metric, page);

export const generateMetadata = workspaceTitle("resources.use", async (actor, { taskId = "" }, query) => {
  const { taskName } = await shownOf(actor, taskId, samplesQuery.parse(query));
  return `Debug samples of ${taskName}`;
});

export default workspacePage("resources.use", samplesQuery, async ({ actor, params, query, preferences }) => {
  const { taskId = "" } = params;
  const { taskName, path: steps, all, page } = await shownOf(actor, taskId, query);
  const path = `/projects/tasks/${taskId}/samples`;
  const { block_scripts: blocked, forced } = preferences;
  return (
    <PageBody>
      <ProjectPath steps={steps} />
      <ListPage
        path={path}
        query={query}
        page={page}
        noun="debug samples"
        icon={<ImageIcon aria-hidden />}
        title="Debug samples"
        description={
          <>
            Of <Link href={`/projects/tasks/${taskId}`}>{taskName || "Unnamed"}</Link>, the latest first.
          </>
        }
        searchLabel="Metric or variant"
        filters={
          query.metric ? (
            <ButtonLink href={listHref(path, { ...query, metric: "", page: 1 })}>
              All metrics, not only {query.metric}
            </ButtonLink>
          ) : undefined
        }
        nothingFits={{
          title: "No debug sample fits",
          text: "None has a metric or a variant like that.",
        }}
        nothingYet={{
          title: "No debug samples yet",
          text: "Images, videos, sounds and texts that the task reports appear here.",
        }}
      >
        <Card>
          {blocked ? (
            <BlockedSamples total={all} byOperator={forced.includes("block_scripts")} />
          ) : (
            <SampleGrid
              path={`/projects/tasks/${taskId}`}
              samples={page.rows}
              metricHref={(metric) => listHref(path, { ...query, metric, page: 1 })}
            />
          )}
        </Card>
      </ListPage>
    </PageBody>
  );
});
