import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ListPage } from "@/app/_components/list/list-page";
import { Badge } from "@/components/ui/badge";
import { ListOrdered } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { NameCell, Table } from "@/components/ui/table";
import { nameAndPageQuery } from "@/lib/core/resources/browse";
import { listQueuePage } from "@/lib/operations/resources/browse/queues";
import { BrowseBody } from "../_components/browse-body";
import { NewQueueDialog } from "./_components/new-queue-dialog";

export const metadata: Metadata = { title: "Queues" };

export default workspacePage("resources.use", nameAndPageQuery, async ({ actor, workspaces, query, now }) => {
  const page = await listQueuePage(actor, query);
  return (
    <BrowseBody actor={actor} workspaces={workspaces}>
      <ListPage
        title="Queues"
        description="Tasks wait here until a worker takes them, the first one first."
        actions={page.mayCreate ? <NewQueueDialog workspaceId={actor.workspaceId} /> : null}
        path="/projects/queues"
        query={query}
        page={page}
        noun="queues"
        icon={<ListOrdered />}
        searchLabel="Name or ID"
        nothingFits={{ title: "No queues found", text: "No queue’s name matches your search." }}
        nothingYet={{
          title: "No queues yet",
          text: "Start an agent with a queue that does not exist yet: clearml-agent daemon --queue default --create-queue.",
          link: <Link href="/settings/help">How an agent connects</Link>,
        }}
      >
        <Table
          label="Queues"
          rows={page.rows}
          rowKey={(row) => row.id}
          columns={[
            {
              key: "name",
              label: "Queue",
              kind: "name",
              cell: (row) => (
                <NameCell
                  name={row.displayName ?? row.name}
                  href={`/projects/queues/${row.id}`}
                  detail={row.displayName ? row.name : row.tags.join(" · ")}
                />
              ),
            },
            { key: "kind", label: "Kind", cell: (row) => (row.isDefault ? <Badge>Default</Badge> : "–") },
            { key: "waiting", label: "Waiting", cell: (row) => row.entries.toLocaleString("en") },
            {
              key: "since",
              label: "First since",
              cell: (row) => (row.waitingSince ? <RelativeTime at={row.waitingSince} now={now} /> : "–"),
            },
            { key: "workers", label: "Workers", cell: (row) => row.workers.toLocaleString("en") },
            {
              key: "id",
              label: "ID",
              cell: (row) => <IdBadge look="plain" value={row.id} label={`ID of ${row.name}`} />,
            },
          ]}
        />
      </ListPage>
    </BrowseBody>
  );
});
