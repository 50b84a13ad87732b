"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { turnOffSecondFactorAction } from "../two-factor-actions";
import { CodeField } from "./code-field";

export function TurnOffDialog({ workspaceId }: { workspaceId: string }) {
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, fieldError, clear } = useAction(turnOffSecondFactorAction, {
    onDone: () => setOpen(false),
  });

  return (
    <FormDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        clear();
      }}
      trigger={<Button>Turn off</Button>}
      title="Turn off two-factor authentication?"
      description="Your password or a mailed link alone opens the account then. The recovery codes stop working."
      onSubmit={(data) => run(workspaceId, { code: String(data.get("code")) })}
      refusal={refusal}
      pending={pending}
      submitLabel="Turn off"
      tone="danger"
    >
      <CodeField hint="Of your app, or a recovery code." error={fieldError("code")} />
    </FormDialog>
  );
}
