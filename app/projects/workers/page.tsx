import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ListPage } from "@/app/_components/list/list-page";
import { Cpu } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { nameAndPageQuery } from "@/lib/core/resources/browse";
import { listWorkerPage } from "@/lib/operations/resources/browse/queues";
import { BrowseBody } from "../_components/browse-body";
import { WorkerTable } from "../_components/worker-table";

export const metadata: Metadata = { title: "Workers" };

export default workspacePage("resources.use", nameAndPageQuery, async ({ actor, workspaces, query, now }) => {
  const page = await listWorkerPage(actor, query);
  return (
    <BrowseBody actor={actor} workspaces={workspaces}>
      <ListPage
        title="Workers"
        description="Your workers and those that serve a queue that you may read. The last one to report stands first."
        path="/projects/workers"
        query={query}
        page={page}
        noun="workers"
        icon={<Cpu />}
        searchLabel="Name"
        nothingFits={{ title: "No workers found", text: "No worker’s name matches your search." }}
        nothingYet={{
          title: "No workers yet",
          text: "Start an agent on a machine and it appears here: clearml-agent daemon --queue default.",
          link: <Link href="/settings/help">How an agent connects</Link>,
        }}
      >
        <WorkerTable rows={page.rows} now={now} />
      </ListPage>
    </BrowseBody>
  );
});
