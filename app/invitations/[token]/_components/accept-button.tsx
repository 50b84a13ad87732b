"use client";

import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { acceptByLinkAction } from "../actions";

export function AcceptButton({
  token,
  activeId,
  workspaceName,
}: {
  token: string;
  activeId: string;
  workspaceName: string;
}) {
  const { run, pending, refusal } = useAction(acceptByLinkAction, {
    onDone: () => window.location.assign("/settings/workspace"),
  });
  return (
    <div className="flex flex-col gap-4">
      <OutcomeNotice refusal={refusal} />
      <div>
        <Button variant="primary" pending={pending} onClick={() => run(activeId, { token })}>
          Join {workspaceName}
        </Button>
      </div>
    </div>
  );
}
