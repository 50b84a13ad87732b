import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ListPage } from "@/app/_components/list/list-page";
import { ShieldCheck } from "@/components/ui/icons";
import { ruleQuery } from "@/lib/core/access/rules/forms";
import { listAccessRulesPage } from "@/lib/operations/access/rule-list";
import { AccessTabs } from "./_components/access-tabs";
import { NewRuleButton } from "./_components/rule-buttons";
import { RuleFilters } from "./_components/rule-filters";
import { RuleTable } from "./_components/rule-table";
import { RuleTypes } from "./_components/rule-types";

export const metadata: Metadata = { title: "Access rules" };

const path = "/settings/access-rules";

export default workspacePage("access_rules.manage", ruleQuery, async ({ actor, query }) => {
  const { page, counts, filters } = await listAccessRulesPage(actor, query);
  return (
    <ListPage
      title="Access rules"
      description="Rules only grant access. What no rule grants to a user or to one of their groups is closed to them, except that admins reach everything."
      actions={<NewRuleButton workspaceId={actor.workspaceId} />}
      path={path}
      query={query}
      page={page}
      noun="access rules"
      icon={<ShieldCheck />}
      searchLabel="Resource or ID"
      tabs={
        <>
          <AccessTabs current={path} subject={query.principal} object={query.resource} />
          <RuleTypes path={path} query={query} counts={counts} />
        </>
      }
      filters={<RuleFilters workspaceId={actor.workspaceId} path={path} query={query} names={filters} />}
      nothingFits={{
        title: "No access rules found",
        text: "No access rule matches your search and filters.",
      }}
      nothingYet={{
        title: "No access rules",
        text: "Only admins reach the resources of this workspace. Add a rule to grant users or groups access to a project, a queue or everything of a type.",
      }}
    >
      <RuleTable workspaceId={actor.workspaceId} rows={page.rows} path={path} query={query} />
    </ListPage>
  );
});
