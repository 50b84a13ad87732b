"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button, IconButton } from "@/components/ui/button";
import { lossesOfDeleting } from "@/lib/core/workspace/group";
import { deleteGroupAction } from "../actions";

export function DeleteGroupDialog({
  workspaceId,
  group,
  members,
  vaults,
  iconOnly,
}: {
  workspaceId: string;
  group: { id: string; name: string };
  members: number;
  /** How many are given to it. */
  vaults: number;
  /** In the list, which stays; the group's own page is left. */
  iconOnly?: boolean;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, clear, saveAnyway } = useAction(deleteGroupAction, {
    onDone: () => {
      setOpen(false);
      if (!iconOnly) router.replace("/settings/groups");
    },
  });

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        clear();
        setOpen(next);
      }}
      trigger={
        iconOnly ? (
          <IconButton label={`Delete “${group.name}”`} icon={<Trash2 aria-hidden />} />
        ) : (
          <Button icon={<Trash2 aria-hidden />}>Delete</Button>
        )
      }
      title={`Delete “${group.name}”?`}
      description="This can’t be undone."
      losses={lossesOfDeleting({ members, vaults })}
      confirmLabel={`Delete “${group.name}”`}
      size="wide"
      pending={pending}
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
