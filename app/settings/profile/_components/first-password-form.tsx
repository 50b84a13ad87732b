"use client";

import { NewPasswordField } from "@/app/_components/new-password-field";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { setFirstPasswordAction } from "../actions";

export function FirstPasswordForm({ workspaceId, email }: { workspaceId: string; email: string }) {
  const { run, pending, refusal, fieldError } = useAction(setFirstPasswordAction);
  return (
    <Form
      onSubmit={(data) => run(workspaceId, { newPassword: String(data.get("newPassword")) })}
      refusal={refusal}
      className="flex max-w-form flex-col gap-3.5"
    >
      <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <NewPasswordField name="newPassword" label="New password" error={fieldError("newPassword")} />
      <div>
        <Button type="submit" pending={pending}>
          Set password
        </Button>
      </div>
    </Form>
  );
}
