"use client";

import { Button } from "@/components/ui/button";
import { Pencil } from "@/components/ui/icons";
import { TextEditDialog } from "../../_components/text-edit-dialog";
import { renameWorkspaceAction } from "../actions";

export function RenameDialog({ workspaceId, name }: { workspaceId: string; name: string }) {
  return (
    <TextEditDialog
      trigger={
        <Button variant="ghost" icon={<Pencil aria-hidden />}>
          Rename
        </Button>
      }
      title={`Rename “${name}”`}
      description="All members see the new name. The workspace ID does not change."
      label="Workspace name"
      field="name"
      value={name}
      required
      saveLabel="Rename workspace"
      save={(typed) => renameWorkspaceAction(workspaceId, { name: typed })}
    />
  );
}
