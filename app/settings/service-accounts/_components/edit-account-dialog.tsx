"use client";

import { type ReactNode, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useAction } from "@/components/form/use-action";
import { useToast } from "@/components/ui/toast";
import { isUnchanged } from "@/lib/core/workspace/service-account-changes";
import type { ServiceAccountView } from "@/lib/operations/workspace/service-accounts";
import { editServiceAccountAction } from "../actions";
import { AccountFields } from "./account-fields";

export function EditAccountDialog({
  workspaceId,
  account,
  trigger,
  open,
  onOpenChange,
}: {
  workspaceId: string;
  account: ServiceAccountView;
  trigger?: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { id: accountId, name, mayImpersonate, mayAskDecisions, admin } = account;
  const current = { name, mayImpersonate, mayAskDecisions, admin };
  const [drawn, setDrawn] = useState(current);
  const [wanted, setWanted] = useState(current);
  const toast = useToast();
  const { run, pending, refusal, fieldError, clear, saveAnyway } = useAction(editServiceAccountAction, {
    onDone: () => {
      onOpenChange(false);
      toast({ title: `“${wanted.name.trim()}” was saved.` });
    },
  });
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) {
      setDrawn(current);
      setWanted(current);
      clear();
    }
  }

  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      dismissable={isUnchanged(wanted, drawn)}
      trigger={trigger}
      title={`Edit “${drawn.name}”`}
      description="Changes apply to the next call of its clients."
      onSubmit={() => run(workspaceId, { accountId, seen: drawn, ...wanted })}
      refusal={refusal}
      saveAnyway={saveAnyway}
      pending={pending}
      submitLabel="Save service account"
    >
      <AccountFields value={wanted} onChange={setWanted} error={fieldError} />
    </FormDialog>
  );
}
