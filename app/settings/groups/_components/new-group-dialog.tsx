"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import type { ComboboxOption } from "@/components/ui/combobox";
import { MemberPicker } from "../../_components/member-picker";
import { createGroupAction } from "../actions";
import { GroupFields } from "./group-fields";

const blank = { name: "", description: "" };

/** Open at once. */
export function NewGroupDialog({ workspaceId }: { workspaceId: string }) {
  const router = useRouter();
  const [typed, setTyped] = useState(blank);
  const [members, setMembers] = useState<readonly ComboboxOption[]>([]);
  const { run, fieldError, dialog } = useFormDialog(createGroupAction, {
    startsOpen: true,
    onDone: ({ groupId }) => router.push(`/settings/groups/${groupId}`),
  });

  return (
    <FormDialog
      {...dialog}
      dismissable={typed.name === "" && typed.description === "" && members.length === 0}
      title="Add a group"
      description="A member can be in any number of groups."
      onSubmit={() => run(workspaceId, { ...typed, userIds: members.map(({ id }) => id) })}
      submitLabel="Add group"
    >
      <GroupFields typed={typed} onTypedChange={setTyped} fieldError={fieldError} />
      <MemberPicker
        label="Members"
        optional
        workspaceId={workspaceId}
        selected={members}
        onSelectedChange={setMembers}
        error={fieldError("userIds")}
      />
    </FormDialog>
  );
}
