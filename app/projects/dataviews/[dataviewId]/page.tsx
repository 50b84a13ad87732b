import { notFound } from "next/navigation";
import { cache } from "react";
import { PageBody } from "@/app/_components/frame/page-body";
import { noQuery, workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CodeView } from "@/components/ui/code-view";
import { IdBadge } from "@/components/ui/id-badge";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { findShownDataview } from "@/lib/operations/resources/browse/datasets";
import { DefinitionList } from "../../_components/definition-list";
import { Owner } from "../../_components/owner";
import { PartHead } from "../../_components/part-head";
import { ProjectPath } from "../../_components/project-path";
import { TagList } from "../../_components/tag-list";
import { WhoCanLink } from "../../_components/who-can-link";

/** Read once, for the page and for its title. */
const shownDataview = cache(async (actor: ActorWith<"resources.use">, dataviewId: string) => {
  const dataview = await findShownDataview(actor, dataviewId);
  if (!dataview) notFound();
  return dataview;
});

export const generateMetadata = workspaceTitle(
  "resources.use",
  async (actor, { dataviewId = "" }) => (await shownDataview(actor, dataviewId)).name,
);

export default workspacePage(
  "resources.use",
  noQuery,
  async ({ actor, params: { dataviewId = "" }, now }) => {
    const dataview = await shownDataview(actor, dataviewId);
    const path = dataview.projectId ? `/projects/${dataview.projectId}` : "/projects";
    return (
      <PageBody>
        <ProjectPath steps={dataview.path} />
        <PageHead
          title={dataview.name || "Unnamed"}
          badges={
            <>
              {dataview.systemTags.includes("archived") ? <Badge tone="outline">Archived</Badge> : null}
              <IdBadge value={dataview.id} label="ID of the dataview" />
            </>
          }
          actions={<WhoCanLink actor={actor} object={dataview.id} />}
          description={dataview.description || `Dataview by ${dataview.ownerName ?? "a former member"}.`}
        />
        <div className="-mt-4 mb-4 text-control text-muted">
          <TagList tags={dataview.tags} path={path} query={{ kind: "dataviews", hidden: "" }} />
        </div>
        <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,1fr)_--spacing(85)]">
          <Card asChild>
            <section aria-labelledby="filters">
              <PartHead id="filters" title="Filters" detail={dataview.filters.length || undefined} />
              {dataview.filters.length === 0 ? (
                <p className="p-4 text-control text-muted">No filters: it selects nothing yet.</p>
              ) : (
                <div className="p-4">
                  <CodeView
                    code={JSON.stringify(dataview.filters, null, 2)}
                    label="Filters of the dataview"
                  />
                </div>
              )}
            </section>
          </Card>
          <Card asChild>
            <section aria-labelledby="details">
              <PartHead id="details" title="Details" />
              <DefinitionList
                items={[
                  { label: "Owner", value: <Owner id={dataview.ownerId} name={dataview.ownerName} /> },
                  { label: "Created", value: <RelativeTime at={dataview.createdAt} now={now} /> },
                  { label: "Updated", value: <RelativeTime at={dataview.updatedAt} now={now} /> },
                ]}
              />
            </section>
          </Card>
        </div>
      </PageBody>
    );
  },
);
