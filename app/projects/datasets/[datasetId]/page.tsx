import { notFound } from "next/navigation";
import { cache } from "react";
import { PageBody } from "@/app/_components/frame/page-body";
import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { Card } from "@/components/ui/card";
import { CodeView } from "@/components/ui/code-view";
import { IdBadge } from "@/components/ui/id-badge";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import { datasetQuery } from "@/lib/core/resources/browse";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { findShownDataset } from "@/lib/operations/resources/browse/datasets";
import { DefinitionList } from "../../_components/definition-list";
import { Owner } from "../../_components/owner";
import { PartHead } from "../../_components/part-head";
import { ProjectPath } from "../../_components/project-path";
import { TagList } from "../../_components/tag-list";
import { WhoCanLink } from "../../_components/who-can-link";
import { VersionSection } from "./_components/version-section";
import { VersionTable } from "./_components/version-table";

/** Read once, for the page and for its title. */
const shownDataset = cache(
  async (actor: ActorWith<"resources.use">, datasetId: string, version: string, page: number) => {
    const shown = await findShownDataset(actor, datasetId, { version, page });
    if (!shown) notFound();
    return shown;
  },
);

export const generateMetadata = workspaceTitle("resources.use", async (actor, { datasetId = "" }, query) => {
  const { version, page } = datasetQuery.parse(query);
  return (await shownDataset(actor, datasetId, version, page)).dataset.name;
});

export default workspacePage(
  "resources.use",
  datasetQuery,
  async ({ actor, params: { datasetId = "" }, query, now }) => {
    const { dataset, isOfTasks, page, chosen } = await shownDataset(
      actor,
      datasetId,
      query.version,
      query.page,
    );
    const path = dataset.projectId ? `/projects/${dataset.projectId}` : "/projects";
    return (
      <PageBody>
        <ProjectPath steps={dataset.path} />
        <PageHead
          title={dataset.name || "Unnamed"}
          badges={<IdBadge value={dataset.id} label="ID of the dataset" />}
          actions={<WhoCanLink actor={actor} object={dataset.id} />}
          description={dataset.description || `Dataset by ${dataset.ownerName ?? "a former member"}.`}
        />
        <div className="-mt-4 mb-4 text-control text-muted">
          <TagList tags={dataset.tags} path={path} query={{ kind: "datasets", hidden: "" }} />
        </div>
        <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,1fr)_--spacing(85)]">
          <div className="flex min-w-0 flex-col gap-3">
            <VersionTable datasetId={dataset.id} page={page} chosenId={chosen?.id} now={now} />
            {chosen?.content ? (
              <Card asChild>
                <section aria-labelledby="files">
                  <PartHead
                    id="files"
                    title="Files"
                    detail={`version ${chosen.version ?? chosen.name}${chosen.isContentWhole ? "" : ", the beginning of the list"}`}
                  />
                  <div className="p-4">
                    <CodeView code={chosen.content} label="Files of the version" lineNumbers={false} />
                  </div>
                </section>
              </Card>
            ) : null}
          </div>
          <div className="flex min-w-0 flex-col gap-3">
            {chosen ? <VersionSection version={chosen} isOfTask={isOfTasks} now={now} /> : null}
            <Card asChild>
              <section aria-labelledby="details">
                <PartHead id="details" title="Details" />
                <DefinitionList
                  items={[
                    { label: "Owner", value: <Owner id={dataset.ownerId} name={dataset.ownerName} /> },
                    { label: "Versions", value: page.total.toLocaleString("en") },
                    { label: "Created", value: <RelativeTime at={dataset.createdAt} now={now} /> },
                    { label: "Updated", value: <RelativeTime at={dataset.updatedAt} now={now} /> },
                  ]}
                />
              </section>
            </Card>
          </div>
        </div>
      </PageBody>
    );
  },
);
