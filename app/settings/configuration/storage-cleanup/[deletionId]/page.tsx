import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { FollowProgress } from "@/app/_components/follow-progress";
import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { ListPages } from "@/app/_components/list/list-pages";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { type Column, Table } from "@/components/ui/table";
import { pageNumber } from "@/lib/core/list-query";
import { countText } from "@/lib/core/resources/losses";
import { deletionState } from "@/lib/core/storage/deletion-state";
import { deletionChoice, tellDeletionProblem } from "@/lib/core/storage/deletions";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { findDeletionDetails, type LeftObject } from "@/lib/operations/storage/deletions";
import { BackLink } from "../../../_components/back-link";
import { DeletionActions } from "../_components/deletion-actions";
import { DeletionBadge, DeletionMeter } from "../_components/deletion-progress";

const path = "/settings/configuration/storage-cleanup";
const pageQuery = z.object({ page: pageNumber });

/** Read once, for the page and for its title. */
const shownDeletion = cache(
  async (actor: ActorWith<"storage.manage_own">, deletionId: string | undefined, page: number) => {
    const choice = deletionChoice.safeParse({ deletionId });
    const details = choice.success
      ? await findDeletionDetails(actor, choice.data.deletionId, page)
      : undefined;
    if (!details) notFound();
    return details;
  },
);

export const generateMetadata = workspaceTitle(
  "storage.manage_own",
  async (actor, { deletionId }, query) =>
    `Storage cleanup of ${(await shownDeletion(actor, deletionId, pageQuery.parse(query).page)).deletion.targetName}`,
);

export default workspacePage("storage.manage_own", pageQuery, async ({ actor, query, params, now }) => {
  const { deletion, reasons, left } = await shownDeletion(actor, params.deletionId, query.page);
  const { id, total, deleted, failed, givenUp, targetType, targetName, userName, startedAt } = deletion;
  const counts = { total, deleted, failed, givenUp };
  const columns: Column<LeftObject>[] = [
    {
      key: "url",
      label: "File",
      kind: "name",
      cell: ({ url }) => <code className="[overflow-wrap:anywhere]">{url}</code>,
    },
    {
      key: "state",
      label: "State",
      cell: ({ status }) => (
        <Badge tone={status === "failed" ? "danger" : "neutral"}>
          {status === "failed" ? "Failed" : "Waiting"}
        </Badge>
      ),
    },
    {
      key: "problem",
      label: "Last attempt",
      cell: ({ problem, place }) => (problem ? tellDeletionProblem(problem, place) : "–"),
    },
    {
      key: "next",
      label: "Next attempt",
      width: "w-36",
      cell: ({ status, attempts, nextAttemptAt }) =>
        status === "waiting" && attempts > 0 ? <RelativeTime at={nextAttemptAt} now={now} /> : "–",
    },
  ];
  return (
    <>
      <BackLink href={path}>Storage cleanup</BackLink>
      <PageHead
        title={targetName || "Unnamed"}
        badges={<DeletionBadge {...counts} />}
        description={
          <>
            Files in buckets of a {targetType} that {userName} deleted{" "}
            <RelativeTime at={startedAt} now={now} />.
          </>
        }
        actions={
          failed > 0 ? (
            <DeletionActions workspaceId={actor.workspaceId} deletionId={id} failed={failed} />
          ) : undefined
        }
      />
      <div className="flex flex-col gap-3">
        <Card>
          <Section title="Progress">
            <DeletionMeter {...counts} />
            <p className="mt-2 text-control text-muted">
              {countText(total - deleted - failed - givenUp, "file waits", "files wait")},{" "}
              {failed.toLocaleString("en")} failed, {givenUp.toLocaleString("en")} given up.
            </p>
          </Section>
        </Card>
        {reasons.map(({ place, problem, count }) => (
          <Notice
            key={`${place} ${problem}`}
            tone="danger"
            actions={
              problem === "no_credentials" ? (
                <ButtonLink size="small" href="/settings/configuration#storage-cleanup">
                  Add credentials
                </ButtonLink>
              ) : undefined
            }
          >
            {countText(count, "file", "files")} in {place}: {tellDeletionProblem(problem, place)}
          </Notice>
        ))}
        {left.total > 0 ? (
          <div>
            <Table
              label="Files that are not deleted yet"
              columns={columns}
              rows={left.rows}
              rowKey={({ url }) => url}
            />
            <div className="mt-3">
              <ListPages
                label="Pages of files"
                path={`${path}/${id}`}
                query={{ search: "", page: query.page }}
                page={left}
              />
            </div>
          </div>
        ) : null}
      </div>
      {deletionState(counts).isRunning ? <FollowProgress /> : null}
    </>
  );
});
