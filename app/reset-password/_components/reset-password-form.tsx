"use client";

import { useRouter } from "next/navigation";
import { NewPasswordField } from "@/app/_components/new-password-field";
import { SecondFactorForm } from "@/app/_components/second-factor-form";
import { useEntryAction } from "@/app/_components/use-entry-action";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { resetPasswordAction } from "../actions";

export function ResetPasswordForm({ token }: { token: string }) {
  const router = useRouter();
  const { run, pending, refusal, fieldError, challenge } = useEntryAction(resetPasswordAction);

  if (challenge) {
    return (
      <div className="flex flex-col gap-4">
        <Notice tone="ok">The new password is set.</Notice>
        <SecondFactorForm
          challenge={challenge}
          next="/settings/workspace"
          onStartAgain={() => router.push("/sign-in")}
        />
      </div>
    );
  }

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
