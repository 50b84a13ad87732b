"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button, IconButton } from "@/components/ui/button";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import type { GroupTexts } from "@/lib/core/workspace/group";
import { editGroupAction } from "../actions";
import { GroupFields } from "./group-fields";

export function EditGroupDialog({
  workspaceId,
  group,
  iconOnly,
}: {
  workspaceId: string;
  group: GroupTexts & { id: string };
  iconOnly?: boolean;
}) {
  const saved = { name: group.name, description: group.description };
  // The state when the dialog was opened, because the page may be rendered again.
  const [base, setBase] = useState<GroupTexts>(saved);
  const [typed, setTyped] = useState<GroupTexts>(saved);
  const [theirs, setTheirs] = useState<GroupTexts | null>(null);
  const { run, fieldError, dialog } = useFormDialog(editGroupAction, {
    reset: () => {
      setBase(saved);
      setTyped(saved);
      setTheirs(null);
    },
    staysOpen: (result) => !result.saved,
    onDone: (result) => {
      if (result.saved) return;
      setTheirs(result.theirs);
      setBase(result.theirs);
    },
  });

  return (
    <FormDialog
      {...dialog}
      dismissable={typed.name === base.name && typed.description === base.description}
      trigger={
        iconOnly ? (
          <IconButton label={`Edit “${group.name}”`} icon={<Pencil aria-hidden />} />
        ) : (
          <Button icon={<Pencil aria-hidden />}>Edit</Button>
        )
      }
      title={`Edit “${base.name}”`}
      description="The ID of the group and its access do not change."
      onSubmit={() => run(workspaceId, { groupId: group.id, ...typed, base })}
      submitLabel={theirs ? "Replace with my version" : "Save group"}
      cancelLabel={theirs ? "Discard my version" : "Cancel"}
    >
      <LiveRegion role="alert">
        {theirs ? (
          <Notice tone="warn" title="Somebody changed this group while you were editing it.">
            The saved name is “{theirs.name}”
            {theirs.description ? `, described as “${theirs.description}”` : ", without a description"}. Your
            changes are below and not saved.
          </Notice>
        ) : null}
      </LiveRegion>
      <GroupFields typed={typed} onTypedChange={setTyped} fieldError={fieldError} />
    </FormDialog>
  );
}
