"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button } from "@/components/ui/button";
import { Pencil } from "@/components/ui/icons";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import type { GroupTexts } from "@/lib/core/workspace/group";
import { editGroupAction } from "../actions";
import { GroupFields } from "./group-fields";

export function EditGroupDialog({
  workspaceId,
  group,
  startsOpen = false,
}: {
  workspaceId: string;
  group: GroupTexts & { id: string };
  /** Where a row of the list asked for it, it is open at once and has no button of its own. */
  startsOpen?: boolean;
}) {
  const saved = { name: group.name, description: group.description };
  // The state when the dialog was opened, because the page may be rendered again.
  const [base, setBase] = useState<GroupTexts>(saved);
  const [typed, setTyped] = useState<GroupTexts>(saved);
  const [theirs, setTheirs] = useState<GroupTexts | null>(null);
  const { run, fieldError, dialog } = useFormDialog(editGroupAction, {
    startsOpen,
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
      trigger={startsOpen ? undefined : <Button icon={<Pencil aria-hidden />}>Edit</Button>}
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
