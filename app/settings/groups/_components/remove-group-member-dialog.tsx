"use client";

import { useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import type { UserId } from "@/lib/core/identifiers";
import { removeGroupMemberAction } from "../actions";

/** Open at once. */
export function RemoveGroupMemberDialog({
  workspaceId,
  group,
  member,
  losses,
}: {
  workspaceId: string;
  group: { id: string; name: string };
  member: { id: string; name: string };
  losses: string[];
}) {
  const [open, setOpen] = useState(true);
  const { run, pending, refusal, clear, saveAnyway, sendAnyway } = useAction(removeGroupMemberAction, {
    onDone: () => setOpen(false),
  });
  const label = `Remove ${member.name} from “${group.name}”`;

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        clear();
        setOpen(next);
      }}
      title={`${label}?`}
      losses={losses}
      confirmLabel={`Remove ${member.name}`}
      size="wider"
      pending={pending}
      sendAnyway={sendAnyway}
      onConfirm={() => run(workspaceId, { groupId: group.id, userId: member.id })}
    >
      <OutcomeNotice refusal={refusal} saveAnyway={saveAnyway} />
      {open ? (
        <AccessPreview
          workspaceId={workspaceId}
          change={{ kind: "member_removed", groupId: group.id, userId: member.id as UserId }}
          label="If you remove them"
          refusal={refusal}
          isBeingMade={pending}
        />
      ) : null}
    </ConfirmDialog>
  );
}
