"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { IconButton } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { shortId } from "@/components/ui/short-id";
import { useToast } from "@/components/ui/toast";
import { revokeCredentialsAction } from "../actions";
import type { CredentialRow } from "./credential-table";

export function nameOf(credential: Pick<CredentialRow, "label" | "accessKey">): string {
  return credential.label ? `“${credential.label}”` : shortId(credential.accessKey);
}

export function RevokeDialog({
  workspaceId,
  credential,
}: {
  workspaceId: string;
  credential: CredentialRow;
}) {
  const [open, setOpen] = useState(false);
  const toast = useToast();
  const name = nameOf(credential);
  const { run, pending, refusal } = useAction(revokeCredentialsAction, {
    onDone: () => {
      setOpen(false);
      toast({ title: `${name} is revoked.` });
    },
  });

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton label={`Revoke ${name}`} icon={<Trash2 aria-hidden />} />}
      title={`Revoke ${name}?`}
      description="This can’t be undone."
      losses={[
        "Clients that sign in with these credentials are refused from the next call on",
        "Tokens drawn with them end at once",
      ]}
      confirmLabel={`Revoke ${name}`}
      pending={pending}
      onConfirm={() => run(workspaceId, { accessKey: credential.accessKey })}
    >
      <OutcomeNotice refusal={refusal} />
    </ConfirmDialog>
  );
}
