"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { IconButton } from "@/components/ui/button";
import { Trash2 } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast";
import { deleteGuardAction } from "../actions";

export function DeleteGuardDialog({
  workspaceId,
  guard,
}: {
  workspaceId: string;
  guard: { id: string; name: string; text: string };
}) {
  const [open, setOpen] = useState(false);
  const toast = useToast();
  const { run, pending, refusal, clear } = useAction(deleteGuardAction, {
    onDone: () => {
      setOpen(false);
      toast({ title: `Guard “${guard.name}” deleted.` });
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        clear();
        setOpen(next);
      }}
      trigger={<IconButton label={`Delete “${guard.name}”`} icon={<Trash2 aria-hidden />} />}
      title={`Delete “${guard.name}”?`}
      description={`Changes that break it are no longer refused: ${guard.text}.`}
      confirmLabel={`Delete “${guard.name}”`}
      pending={pending}
      onConfirm={() => run(workspaceId, { guardId: guard.id })}
    >
      <OutcomeNotice refusal={refusal} />
    </ConfirmDialog>
  );
}
