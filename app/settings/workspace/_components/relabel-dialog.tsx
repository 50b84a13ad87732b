"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button, IconButton } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { relabelCredentialsAction } from "../actions";
import type { CredentialRow } from "./credential-section";
import { nameOf } from "./revoke-dialog";

export function RelabelDialog({
  workspaceId,
  credential,
}: {
  workspaceId: string;
  credential: CredentialRow;
}) {
  const [open, setOpen] = useState(false);
  const [label, setLabel] = useState(credential.label);
  const { run, pending, refusal, fieldError, clear } = useAction(relabelCredentialsAction, {
    onDone: () => setOpen(false),
  });

  function change(next: boolean) {
    setLabel(credential.label);
    clear();
    setOpen(next);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      dismissable={label === credential.label}
      trigger={<IconButton label={`Edit the label of ${nameOf(credential)}`} icon={<Pencil aria-hidden />} />}
      title={`Edit the label of ${nameOf(credential)}`}
      description="A label tells you where the credentials are used. Clients never see it."
      onSubmit={() => run(workspaceId, { accessKey: credential.accessKey, label })}
      refusal={refusal}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" variant="primary" pending={pending}>
            Save label
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3.5">
        <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
        <TextField
          label="Label"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          error={fieldError("label")}
        />
      </div>
    </Dialog>
  );
}
