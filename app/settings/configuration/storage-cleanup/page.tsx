import type { Metadata } from "next";
import { z } from "zod";
import { FollowProgress } from "@/app/_components/follow-progress";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ListPages } from "@/app/_components/list/list-pages";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Eraser } from "@/components/ui/icons";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { pageNumber } from "@/lib/core/list-query";
import { deletionState } from "@/lib/core/storage/deletion-state";
import { grant } from "@/lib/core/workspace/actor";
import { type DeletionView, listDeletionPage } from "@/lib/operations/storage/deletions";
import { BackLink } from "../../_components/back-link";
import { DeletionBadge, DeletionMeter } from "./_components/deletion-progress";

export const metadata: Metadata = { title: "Storage cleanup" };

const path = "/settings/configuration/storage-cleanup";
const types = { task: "Task", model: "Model", project: "Project" };

export default workspacePage(
  "storage.manage_own",
  z.object({ page: pageNumber }),
  async ({ actor, query, now }) => {
    const page = await listDeletionPage(actor, query.page);
    const seesAll = grant(actor, "storage.manage_all") !== undefined;
    const columns: Column<DeletionView>[] = [
      {
        key: "what",
        label: "Deleted",
        kind: "name",
        cell: (row) => <NameCell name={row.targetName || "Unnamed"} href={`${path}/${row.id}`} />,
      },
      { key: "type", label: "Type", cell: ({ targetType }) => types[targetType] },
      ...(seesAll
        ? [{ key: "by", label: "By", cell: ({ userName }: DeletionView) => userName } as const]
        : []),
      {
        key: "started",
        label: "Started",
        width: "w-36",
        cell: (row) => <RelativeTime at={row.startedAt} now={now} />,
      },
      { key: "progress", label: "Files in buckets", cell: (row) => <DeletionMeter {...countsOf(row)} /> },
      { key: "state", label: "State", cell: (row) => <DeletionBadge {...countsOf(row)} /> },
    ];
    return (
      <>
        <BackLink href="/settings/configuration">Configuration</BackLink>
        <PageHead
          title="Storage cleanup"
          description={`Files in buckets that are deleted with the tasks, models and projects that ${
            seesAll ? "members of this workspace" : "you"
          } deleted.`}
        />
        {page.total > 0 ? (
          <>
            <Table label="Storage cleanup" columns={columns} rows={page.rows} rowKey={({ id }) => id} />
            <div className="mt-3">
              <ListPages
                label="Pages of storage cleanup"
                path={path}
                query={{ search: "", page: query.page }}
                page={page}
              />
            </div>
          </>
        ) : (
          <Card>
            <EmptyState icon={<Eraser aria-hidden />} title="Nothing was deleted in buckets yet">
              When a task, model or project is deleted with its files in buckets, its progress shows here.
            </EmptyState>
          </Card>
        )}
        {page.rows.some((row) => deletionState(row).isRunning) ? <FollowProgress /> : null}
      </>
    );
  },
);

function countsOf({ total, deleted, failed, givenUp }: DeletionView) {
  return { total, deleted, failed, givenUp };
}
