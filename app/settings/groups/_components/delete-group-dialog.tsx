"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Trash2 } from "@/components/ui/icons";
import { lossesOfDeleting } from "@/lib/core/workspace/group-words";
import { deleteGroupAction } from "../actions";

export function DeleteGroupDialog({
  workspaceId,
  group,
  startsOpen = false,
}: {
  workspaceId: string;
  /** With how many vaults are given to it. */
  group: { id: string; name: string; members: number; vaults: number };
  /** Where a row of the list asked for it, it is open at once. The list stays; the group's own page is left. */
  startsOpen?: boolean;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(startsOpen);
  const { run, pending, refusal, clear, saveAnyway, sendAnyway } = useAction(deleteGroupAction, {
    onDone: () => {
      setOpen(false);
      if (!startsOpen) router.replace("/settings/groups");
    },
  });

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        clear();
        setOpen(next);
      }}
      trigger={startsOpen ? undefined : <Button icon={<Trash2 aria-hidden />}>Delete</Button>}
      title={`Delete “${group.name}”?`}
      description="This can’t be undone."
      losses={lossesOfDeleting(group)}
      confirmLabel={`Delete “${group.name}”`}
      size="wider"
      pending={pending}
      sendAnyway={sendAnyway}
      onConfirm={() => run(workspaceId, { groupId: group.id })}
    >
      <OutcomeNotice refusal={refusal} saveAnyway={saveAnyway} />
      {open ? (
        <AccessPreview
          workspaceId={workspaceId}
          change={{ kind: "group_deleted", groupId: group.id }}
          label="If you delete it"
          refusal={refusal}
          isBeingMade={pending}
        />
      ) : null}
    </ConfirmDialog>
  );
}
