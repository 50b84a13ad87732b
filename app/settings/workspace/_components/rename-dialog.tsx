"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { renameWorkspaceAction } from "../actions";

export function RenameDialog({ workspaceId, name }: { workspaceId: string; name: string }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(name);
  const { run, pending, refusal, fieldError, clear } = useAction(renameWorkspaceAction, {
    onDone: () => setOpen(false),
  });

  function change(next: boolean) {
    setTyped(name);
    clear();
    setOpen(next);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      dismissable={typed === name}
      trigger={
        <Button variant="ghost" icon={<Pencil aria-hidden />}>
          Rename
        </Button>
      }
      title={`Rename “${name}”`}
      description="Everybody in the workspace sees the new name. Its ID stays."
      onSubmit={() => run(workspaceId, { name: typed })}
      refusal={refusal}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" variant="primary" pending={pending}>
            Rename workspace
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3.5">
        <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
        <TextField
          label="Workspace name"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          required
          error={fieldError("name")}
        />
      </div>
    </Dialog>
  );
}
