"use client";

import { CodeField } from "@/app/_components/code-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button } from "@/components/ui/button";
import { turnOffSecondFactorAction } from "../two-factor-actions";

export function TurnOffDialog({ workspaceId }: { workspaceId: string }) {
  const { run, fieldError, dialog } = useFormDialog(turnOffSecondFactorAction);

  return (
    <FormDialog
      {...dialog}
      trigger={<Button>Turn off</Button>}
      title="Turn off two-factor authentication?"
      description="You can then sign in with only your password or an e-mailed link. Your recovery codes stop working."
      onSubmit={(data) => run(workspaceId, { code: String(data.get("code")) })}
      submitLabel="Turn off"
      tone="danger"
    >
      <CodeField hint="A code from your authenticator app, or a recovery code." error={fieldError("code")} />
    </FormDialog>
  );
}
