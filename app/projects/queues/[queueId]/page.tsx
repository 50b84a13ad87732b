import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { ListPages } from "@/app/_components/list/list-pages";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ListOrdered } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import { BareLink } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import { NameCell, Table } from "@/components/ui/table";
import { pageNumber } from "@/lib/core/list-query";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { findShownQueue } from "@/lib/operations/resources/browse/queues";
import { BrowseBody } from "../../_components/browse-body";
import { Owner } from "../../_components/owner";
import { TaskStatusBadge } from "../../_components/task-status-badge";
import { WhoCanLink } from "../../_components/who-can-link";
import { WorkerTable } from "../../_components/worker-table";
import { EntryMenu } from "../_components/entry-menu";
import { QueueCommands } from "../_components/queue-commands";

const queueQuery = z.object({ page: pageNumber });

/** Read once, for the page and for its title. */
const shownQueue = cache(async (actor: ActorWith<"resources.use">, queueId: string, page: number) => {
  const shown = await findShownQueue(actor, queueId, page);
  if (!shown) notFound();
  return shown;
});

export const generateMetadata = workspaceTitle(
  "resources.use",
  async (actor, { queueId = "" }, query) =>
    (await shownQueue(actor, queueId, queueQuery.parse(query).page)).queue.name,
);

export default workspacePage(
  "resources.use",
  queueQuery,
  async ({ actor, workspaces, params: { queueId = "" }, query, now }) => {
    const { queue, page, workers, mayModify, mayManage } = await shownQueue(actor, queueId, query.page);
    return (
      <BrowseBody actor={actor} workspaces={workspaces}>
        <nav aria-label="Breadcrumb" className="mb-1 text-control text-muted">
          <BareLink href="/projects/queues" className="rounded-text hover:text-text hover:underline">
            Queues
          </BareLink>
          <span aria-hidden className="ml-2 text-faint">
            /
          </span>
        </nav>
        <PageHead
          title={queue.displayName ?? queue.name}
          badges={
            <>
              {queue.isDefault ? <Badge>Default</Badge> : null}
              <IdBadge value={queue.id} label="ID of the queue" />
            </>
          }
          actions={
            <>
              <WhoCanLink actor={actor} object={queue.id} />
              {mayManage ? <QueueCommands workspaceId={actor.workspaceId} queue={queue} /> : null}
            </>
          }
          description={`${waiting(queue.entries)} ${listening(queue.workers)}`}
        />
        <h2 className="mb-2 text-section">Tasks</h2>
        {page.total === 0 ? (
          <Card>
            <EmptyState icon={<ListOrdered />} title="No task waits" level={3}>
              Enqueue a task with the SDK, Task.enqueue(task, queue_name="{queue.name}"), or with
              clearml-task.
            </EmptyState>
          </Card>
        ) : (
          <>
            <Table
              label="Tasks in the queue"
              rows={page.rows}
              rowKey={(row) => String(row.position)}
              columns={[
                {
                  key: "task",
                  label: "Task",
                  kind: "name",
                  cell: ({ task }) =>
                    task ? (
                      <NameCell name={task.name} href={`/projects/tasks/${task.taskId}`} />
                    ) : (
                      <span className="text-muted">A task that you may not see</span>
                    ),
                },
                { key: "position", label: "Position", cell: (row) => row.position.toLocaleString("en") },
                {
                  key: "status",
                  label: "Status",
                  cell: ({ task }) => (task ? <TaskStatusBadge status={task.status} /> : "–"),
                },
                {
                  key: "owner",
                  label: "Owner",
                  cell: ({ task }) => (task ? <Owner id={task.ownerId} name={task.ownerName} /> : "–"),
                },
                {
                  key: "added",
                  label: "Waits since",
                  cell: (row) => <RelativeTime at={row.addedAt} now={now} />,
                },
                ...(mayModify
                  ? [
                      {
                        key: "actions",
                        label: "Actions",
                        kind: "actions" as const,
                        cell: ({ task, position }: (typeof page.rows)[number]) =>
                          task && (
                            <EntryMenu
                              workspaceId={actor.workspaceId}
                              queueId={queue.id}
                              task={{ id: task.taskId, name: task.name }}
                              position={position}
                              entries={page.total}
                              mayRemove={task.mayModify}
                            />
                          ),
                      },
                    ]
                  : []),
              ]}
            />
            <div className="mt-3">
              <ListPages
                label="Pages of tasks"
                path={`/projects/queues/${queue.id}`}
                query={{ search: "", page: page.number }}
                page={page}
              />
            </div>
          </>
        )}
        <h2 className="mt-6 mb-2 text-section">Workers</h2>
        {workers.length === 0 ? (
          <p className="text-control text-muted">
            No worker listens to this queue. Start one: clearml-agent daemon --queue {queue.name}.
          </p>
        ) : (
          <WorkerTable rows={workers} now={now} />
        )}
      </BrowseBody>
    );
  },
);

function waiting(entries: number): string {
  if (entries === 0) return "No task waits.";
  return entries === 1 ? "1 task waits." : `${entries.toLocaleString("en")} tasks wait.`;
}

function listening(workers: number): string {
  if (workers === 0) return "No worker listens.";
  return workers === 1 ? "1 worker listens." : `${workers.toLocaleString("en")} workers listen.`;
}
