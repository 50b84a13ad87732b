"use client";

import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button, ButtonLink } from "@/components/ui/button";
import { switchWorkspaceAction } from "../actions";

export function SwitchOffer({
  activeId,
  target,
  next,
}: {
  activeId: string;
  target: { id: string; name: string };
  next: string;
}) {
  const { run, pending, refusal } = useAction(switchWorkspaceAction, {
    onDone: () => window.location.assign(next),
  });
  return (
    <div className="flex flex-col gap-4">
      <OutcomeNotice refusal={refusal} />
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" pending={pending} onClick={() => run(activeId, { workspaceId: target.id })}>
          Switch workspace
        </Button>
        <ButtonLink href="/settings/workspace">Stay in the active workspace</ButtonLink>
      </div>
    </div>
  );
}
