"use client";

import { useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import type { ComboboxOption } from "@/components/ui/combobox";
import { useToast } from "@/components/ui/toast";
import type { UserId } from "@/lib/core/identifiers";
import { MemberPicker } from "../../_components/member-picker";
import { addGroupMembersAction } from "../actions";

/** Open at once. */
export function AddMembersDialog({
  workspaceId,
  group,
  isAdmins,
}: {
  workspaceId: string;
  group: { id: string; name: string };
  isAdmins: boolean;
}) {
  const toast = useToast();
  const [members, setMembers] = useState<readonly ComboboxOption[]>([]);
  const { run, fieldError, dialog } = useFormDialog(addGroupMembersAction, {
    startsOpen: true,
    onDone: ({ added }) =>
      toast({ title: `${added === 1 ? "1 member" : `${added} members`} added to “${group.name}”.` }),
  });

  return (
    <FormDialog
      {...dialog}
      size="wider"
      dismissable={members.length === 0}
      title={`Add members to “${group.name}”`}
      description={
        isAdmins
          ? "They immediately get admin access to the whole workspace."
          : "They immediately get the access that the group has."
      }
      onSubmit={() => run(workspaceId, { groupId: group.id, userIds: members.map(({ id }) => id) })}
      submitLabel="Add members"
    >
      <MemberPicker
        label="Members"
        required
        hint="Existing members of the group are not listed."
        workspaceId={workspaceId}
        notInGroupId={group.id}
        selected={members}
        onSelectedChange={setMembers}
        error={fieldError("userIds")}
      />
      <AccessPreview
        workspaceId={workspaceId}
        change={
          members.length === 0
            ? null
            : { kind: "members_added", groupId: group.id, userIds: members.map(({ id }) => id as UserId) }
        }
        label="If you add them"
        refusal={dialog.refusal}
        isBeingMade={dialog.pending}
      />
    </FormDialog>
  );
}
