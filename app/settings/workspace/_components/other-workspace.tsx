"use client";

import { switchWorkspaceAction } from "@/app/switch-workspace/actions";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { IdBadge } from "@/components/ui/id-badge";
import { Panel } from "@/components/ui/panel";

export function OtherWorkspace({
  activeId,
  workspace,
  isPersonal,
}: {
  activeId: string;
  workspace: { id: string; name: string };
  isPersonal: boolean;
}) {
  const { run, pending, refusal } = useAction(switchWorkspaceAction);
  return (
    <div className="mt-3">
      <Panel
        defaultOpen={false}
        leading={<Avatar id={workspace.id} name={workspace.name} shape="square" />}
        title={<span className="truncate">{workspace.name}</span>}
        aside={
          <>
            {isPersonal ? <Badge>Personal</Badge> : null}
            <IdBadge value={workspace.id} label="workspace ID" />
          </>
        }
        actions={
          <Button pending={pending} onClick={() => run(activeId, { workspaceId: workspace.id })}>
            Switch to workspace
          </Button>
        }
      >
        <div className="p-4 text-control text-muted">
          <OutcomeNotice refusal={refusal} />
          Switch to this workspace to see your API credentials and configuration vault in it.
        </div>
      </Panel>
    </div>
  );
}
