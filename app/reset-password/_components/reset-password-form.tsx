"use client";

import { NewPasswordField } from "@/app/_components/new-password-field";
import { useEntryAction } from "@/app/_components/use-entry-action";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { Button } from "@/components/ui/button";
import { resetPasswordAction } from "../actions";

export function ResetPasswordForm({ token }: { token: string }) {
  const { run, pending, refusal, fieldError } = useEntryAction(resetPasswordAction);

  function send(data: FormData) {
    const newPassword = String(data.get("newPassword"));
    run({ token, newPassword }, newPassword);
  }

  return (
    <Form onSubmit={send} refusal={refusal} className="flex flex-col gap-4">
      <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
      <NewPasswordField name="newPassword" label="New password" autoFocus error={fieldError("newPassword")} />
      <Button type="submit" variant="primary" pending={pending}>
        Set new password
      </Button>
    </Form>
  );
}
