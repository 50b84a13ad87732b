import type { Metadata } from "next";
import { whoCanHref, whoCanPath } from "@/app/_components/access/question-href";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ListPage } from "@/app/_components/list/list-page";
import { ShieldQuestionMark } from "@/components/ui/icons";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { type WhoCanQuery, whoCanQuery } from "@/lib/core/access/questions/queries";
import { levelNames } from "@/lib/core/access/questions/sentences";
import { accessLevels } from "@/lib/core/access/who-can";
import { listWhoCan, type WhoCanPage } from "@/lib/operations/access/who-can";
import { AccessTabs } from "../_components/access-tabs";
import { ResourcePicker } from "../_components/question-pickers";
import { WhoCanTable } from "./_components/who-can-table";

export const metadata: Metadata = { title: "Who can access a resource" };

export default workspacePage("access_rules.manage", whoCanQuery, async ({ actor, query }) => {
  const { object, page, counts } = await listWhoCan(actor, query);
  return (
    <ListPage
      title="Who can access a resource"
      description="Everyone who can access a resource, with the most that they can do and one reason for it."
      path={whoCanPath}
      query={query}
      page={page}
      noun="users"
      icon={<ShieldQuestionMark />}
      searchLabel="Name, e-mail or ID"
      tabs={
        <>
          <AccessTabs current={whoCanPath} object={query.object} />
          <div className="mb-3.5 flex">
            <ResourcePicker
              workspaceId={actor.workspaceId}
              path={whoCanPath}
              query={{ ...query, level: "all" }}
              selected={object}
            />
          </div>
        </>
      }
      filters={object ? <Levels query={query} counts={counts} /> : null}
      nothingFits={{ title: "No users found", text: "No user or service account matches your search." }}
      nothingYet={{
        title: query.object === "" ? "Choose a resource" : "This resource is not in the workspace",
        text: "The list names every user and service account with access to it, and the rule or group that grants it.",
      }}
    >
      <WhoCanTable rows={page.rows} object={query.object} />
    </ListPage>
  );
});

function Levels({ query, counts }: { query: WhoCanQuery; counts: WhoCanPage["counts"] }) {
  const shown = (["all", ...accessLevels] as const).filter(
    (level) => level !== "visible" || counts.visible > 0 || query.level === level,
  );
  return (
    <SegmentedLinks
      label="Access"
      options={shown.map((level) => ({
        href: whoCanHref({ ...query, level, page: 1 }),
        label: level === "all" ? "All" : levelNames[level],
        count: counts[level],
        current: query.level === level,
      }))}
    />
  );
}
