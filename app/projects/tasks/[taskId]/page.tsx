import { notFound } from "next/navigation";
import { cache } from "react";
import { PageBody } from "@/app/_components/frame/page-body";
import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { Badge } from "@/components/ui/badge";
import { IdBadge } from "@/components/ui/id-badge";
import { PageHead } from "@/components/ui/page-head";
import { type ReportedQuery, reportedQuery } from "@/lib/core/resources/browse";
import { taskTypeNames } from "@/lib/core/resources/task-words";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { findShownTask } from "@/lib/operations/resources/browse/tasks";
import { ProjectPath, placeOfPath } from "../../_components/project-path";
import { PlotsSection } from "../../_components/reported/plots-section";
import { SamplesSection } from "../../_components/reported/samples-section";
import { ScalarsSection } from "../../_components/reported/scalars-section";
import { TagList } from "../../_components/tag-list";
import { TaskMenu } from "../../_components/task-menu/task-menu";
import { TaskStatusBadge } from "../../_components/task-status-badge";
import { WhoCanLink } from "../../_components/who-can-link";
import { ArtifactsSection } from "./_components/artifacts-section";
import { ContainerSection } from "./_components/container-section";
import { DetailsSection } from "./_components/details-section";
import { LogSection } from "./_components/log-section";
import { ParametersSection } from "./_components/parameters-section";

/** Read once, for the page and for its title. */
const shownTask = cache(
  async (
    actor: ActorWith<"resources.use">,
    taskId: string,
    metric: string,
    iteration: ReportedQuery["iteration"],
    scalars: number,
  ) => {
    const shown = await findShownTask(actor, taskId, { metric, iteration, scalars });
    if (!shown) notFound();
    return shown;
  },
);

export const generateMetadata = workspaceTitle("resources.use", async (actor, { taskId = "" }, query) => {
  const { metric, iteration, scalars } = reportedQuery.parse(query);
  return (await shownTask(actor, taskId, metric, iteration, scalars)).task.name;
});

export default workspacePage("resources.use", reportedQuery, async (page) => {
  const { actor, params, query, preferences, now } = page;
  const { taskId = "" } = params;
  const { task, reports, datasetId, mayModify, mayClone } = await shownTask(
    actor,
    taskId,
    query.metric,
    query.iteration,
    query.scalars,
  );
  const ownPath = `/projects/tasks/${task.id}`;
  const { progress } = task.runtime;
  const path = task.projectId ? `/projects/${task.projectId}` : "/projects";
  return (
    <PageBody>
      <ProjectPath steps={task.path} />
      <PageHead
        title={task.name || "Unnamed"}
        badges={
          <>
            <TaskStatusBadge
              status={task.status}
              progress={typeof progress === "string" ? progress : undefined}
            />
            {task.systemTags.includes("archived") ? <Badge tone="outline">Archived</Badge> : null}
            <IdBadge value={task.id} label="ID of the task" />
          </>
        }
        actions={
          <>
            <WhoCanLink actor={actor} object={task.id} />
            {mayModify || mayClone ? (
              <TaskMenu
                workspaceId={actor.workspaceId}
                task={{
                  id: task.id,
                  name: task.name,
                  status: task.status,
                  isArchived: task.systemTags.includes("archived"),
                }}
                place={placeOfPath(task.path)}
                mayModify={mayModify}
                mayClone={mayClone}
                leavesTo={path}
              />
            ) : null}
          </>
        }
        description={task.comment || `${taskTypeNames[task.type]} by ${task.ownerName ?? "a former member"}.`}
      />
      <div className="-mt-4 mb-4 text-control text-muted">
        <TagList tags={task.tags} path={path} query={{ kind: "tasks", hidden: "" }} />
      </div>
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,1fr)_--spacing(85)]">
        <div className="flex min-w-0 flex-col gap-3">
          <ScalarsSection path={ownPath} query={query} scalars={reports.scalars} parent={task.parent} />
          <PlotsSection path={ownPath} plots={reports.plots} />
          <SamplesSection
            path={ownPath}
            allHref={`${ownPath}/samples`}
            samples={reports.samples}
            query={query}
            preferences={preferences}
          />
          <LogSection path={ownPath} isRunning={task.status === "in_progress"} log={reports.log} />
          <ParametersSection task={task} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <DetailsSection {...{ actor, task, datasetId, mayModify, now }} />
          <ArtifactsSection task={task} />
          <ContainerSection container={task.container} preferences={preferences} />
        </div>
      </div>
    </PageBody>
  );
});
