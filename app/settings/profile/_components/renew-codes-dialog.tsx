"use client";

import { useState } from "react";
import { CodeField } from "@/app/_components/code-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { renewRecoveryCodesAction } from "../two-factor-actions";
import { RecoveryCodes } from "./recovery-codes";

export function RenewCodesDialog({ workspaceId }: { workspaceId: string }) {
  const [open, setOpen] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const { run, pending, refusal, fieldError, clear } = useAction(renewRecoveryCodesAction, {
    onDone: ({ recoveryCodes }) => setCodes(recoveryCodes),
  });

  function change(next: boolean) {
    setOpen(next);
    setCodes(null);
    clear();
  }

  const shared = { open, onOpenChange: change, trigger: <Button>New recovery codes</Button> };

  if (codes) {
    return (
      <Dialog
        {...shared}
        title="New recovery codes"
        description="Your previous recovery codes no longer work."
        dismissable={false}
        footer={
          <Button variant="primary" onClick={() => change(false)}>
            I have stored the codes
          </Button>
        }
      >
        <RecoveryCodes codes={codes} />
      </Dialog>
    );
  }

  return (
    <FormDialog
      {...shared}
      title="Create new recovery codes?"
      description="Your current recovery codes stop working."
      onSubmit={(data) => run(workspaceId, { code: String(data.get("code")) })}
      refusal={refusal}
      pending={pending}
      submitLabel="Create new codes"
    >
      <CodeField hint="A code from your authenticator app, or a recovery code." error={fieldError("code")} />
    </FormDialog>
  );
}
