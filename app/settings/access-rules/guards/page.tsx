import type { Metadata } from "next";
import { noQuery, workspacePage } from "@/app/_components/frame/workspace-page";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ShieldAlert } from "@/components/ui/icons";
import { PageHead } from "@/components/ui/page-head";
import { listGuards } from "@/lib/operations/access/guards";
import { AccessTabs } from "../_components/access-tabs";
import { GuardTable } from "./_components/guard-table";
import { NewGuardDialog } from "./_components/new-guard-dialog";

export const metadata: Metadata = { title: "Guards" };

export default workspacePage("access_rules.manage", noQuery, async ({ actor, now }) => {
  const guards = await listGuards(actor);
  return (
    <>
      <PageHead
        title="Access rules"
        description="A guard says what has to stay true. A change of rules, groups, members or places that would break one is refused, unless an admin saves it anyway."
        actions={<NewGuardDialog workspaceId={actor.workspaceId} />}
      />
      <AccessTabs current="/settings/access-rules/guards" />
      {guards.length > 0 ? (
        <GuardTable workspaceId={actor.workspaceId} guards={guards} now={now} />
      ) : (
        <Card>
          <EmptyState icon={<ShieldAlert />} title="No guards">
            Add a guard to make sure, for example, that contractors never get access to a project, or that a
            service account can always use a queue.
          </EmptyState>
        </Card>
      )}
    </>
  );
});
