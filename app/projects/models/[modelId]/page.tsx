import { notFound } from "next/navigation";
import { cache } from "react";
import { PageBody } from "@/app/_components/frame/page-body";
import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CodeView } from "@/components/ui/code-view";
import { CopyButton } from "@/components/ui/copy-button";
import { IdBadge } from "@/components/ui/id-badge";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import { type ReportedQuery, reportedQuery } from "@/lib/core/resources/browse";
import { fileLinkOf } from "@/lib/core/resources/file-link";
import { shownEntries } from "@/lib/core/resources/task-documents";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { findShownModel } from "@/lib/operations/resources/browse/models";
import { ownFilesOrigin } from "@/lib/server/client-urls";
import { DefinitionList } from "../../_components/definition-list";
import { ModelMenu } from "../../_components/model-menu";
import { ModelStatusBadge } from "../../_components/model-status-badge";
import { OwnAccess } from "../../_components/own-access";
import { Owner } from "../../_components/owner";
import { PartHead } from "../../_components/part-head";
import { ProjectPath, placeOfPath } from "../../_components/project-path";
import { PlotsSection } from "../../_components/reported/plots-section";
import { SamplesSection } from "../../_components/reported/samples-section";
import { ScalarsSection } from "../../_components/reported/scalars-section";
import { TagList } from "../../_components/tag-list";
import { WhoCanLink } from "../../_components/who-can-link";

/** Read once, for the page and for its title. */
const shownModel = cache(
  async (
    actor: ActorWith<"resources.use">,
    modelId: string,
    metric: string,
    iteration: ReportedQuery["iteration"],
    scalars: number,
  ) => {
    const shown = await findShownModel(actor, modelId, { metric, iteration, scalars });
    if (!shown) notFound();
    return shown;
  },
);

export const generateMetadata = workspaceTitle("resources.use", async (actor, { modelId = "" }, query) => {
  const { metric, iteration, scalars } = reportedQuery.parse(query);
  return (await shownModel(actor, modelId, metric, iteration, scalars)).model.name;
});

export default workspacePage("resources.use", reportedQuery, async (page) => {
  const { actor, params, query, preferences, now } = page;
  const { modelId = "" } = params;
  const { model, mayModify } = await shownModel(actor, modelId, query.metric, query.iteration, query.scalars);
  const ownPath = `/projects/models/${model.id}`;
  const path = model.projectId ? `/projects/${model.projectId}` : "/projects";
  const { task, parent } = model;
  const link = fileLinkOf(model.uri, ownFilesOrigin());
  const labels = Object.keys(model.labels).length > 0 ? JSON.stringify(model.labels, null, 2) : "";
  const design = typeof model.design.design === "string" ? model.design.design : "";
  const metadata = shownEntries(model.metadata);
  return (
    <PageBody>
      <ProjectPath steps={model.path} />
      <PageHead
        title={model.name || "Unnamed"}
        badges={
          <>
            <ModelStatusBadge ready={model.ready} />
            {model.systemTags.includes("archived") ? <Badge tone="outline">Archived</Badge> : null}
            <IdBadge value={model.id} label="ID of the model" />
          </>
        }
        actions={
          <>
            <WhoCanLink actor={actor} object={model.id} />
            {mayModify ? (
              <ModelMenu
                workspaceId={actor.workspaceId}
                model={{
                  id: model.id,
                  name: model.name,
                  ready: model.ready,
                  isArchived: model.systemTags.includes("archived"),
                }}
                place={placeOfPath(model.path)}
                leavesTo={path}
              />
            ) : null}
          </>
        }
        description={model.comment || `Model by ${model.ownerName ?? "a former member"}.`}
      />
      <div className="-mt-4 mb-4 text-control text-muted">
        <TagList tags={model.tags} path={path} query={{ kind: "models", hidden: "" }} />
      </div>
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,1fr)_--spacing(85)]">
        <div className="flex min-w-0 flex-col gap-3">
          {model.scalars.total > 0 ? (
            <ScalarsSection path={ownPath} query={query} scalars={model.scalars} />
          ) : null}
          <PlotsSection path={ownPath} plots={model.plots} />
          <SamplesSection path={ownPath} samples={model.samples} query={query} preferences={preferences} />
          <Card asChild>
            <section aria-labelledby="file">
              <PartHead id="file" title="File" />
              <p className="flex items-center gap-2 p-4 text-control">
                <code className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                  {link ? (
                    <Link href={link.href} target="_blank">
                      {model.uri}
                    </Link>
                  ) : (
                    model.uri
                  )}
                </code>
                <CopyButton iconOnly value={model.uri} label="Copy the address of the file" />
              </p>
            </section>
          </Card>
          {metadata.length > 0 ? (
            <Card asChild>
              <section aria-labelledby="metadata">
                <PartHead id="metadata" title="Metadata" detail={metadata.length} />
                <DefinitionList items={metadata.map(({ name, value }) => ({ label: name, value }))} />
              </section>
            </Card>
          ) : null}
          {labels ? (
            <Card asChild>
              <section aria-labelledby="labels">
                <PartHead id="labels" title="Labels" />
                <div className="p-4">
                  <CodeView code={labels} label="Labels of the model" />
                </div>
              </section>
            </Card>
          ) : null}
          {design ? (
            <Card asChild>
              <section aria-labelledby="design">
                <PartHead id="design" title="Configuration" />
                <div className="p-4">
                  <CodeView code={design} label="Configuration of the model" />
                </div>
              </section>
            </Card>
          ) : null}
        </div>
        <Card asChild>
          <section aria-labelledby="details">
            <PartHead id="details" title="Details" />
            <DefinitionList
              items={[
                { label: "Owner", value: <Owner id={model.ownerId} name={model.ownerName} /> },
                { label: "Framework", value: model.framework },
                {
                  label: "Task",
                  value: task && <Link href={`/projects/tasks/${task.id}`}>{task.name}</Link>,
                },
                {
                  label: "Made from",
                  value: parent && <Link href={`/projects/models/${parent.id}`}>{parent.name}</Link>,
                },
                { label: "Iteration", value: model.iteration?.toLocaleString("en") },
                { label: "Created", value: <RelativeTime at={model.createdAt} now={now} /> },
                { label: "Updated", value: <RelativeTime at={model.updatedAt} now={now} /> },
                {
                  label: "You may",
                  value: <OwnAccess actor={actor} object={model.id} mayModify={mayModify} />,
                },
              ]}
            />
          </section>
        </Card>
      </div>
    </PageBody>
  );
});
