"use client";

import { useRef } from "react";
import { signInWith } from "@/app/sign-in/_components/sign-in-form";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { passwordMinLength } from "@/lib/core/account/password";
import { resetPasswordAction } from "../actions";

export function ResetPasswordForm({ token }: { token: string }) {
  const typed = useRef("");
  const { run, pending, refusal, fieldError } = useAction(resetPasswordAction, {
    onDone: async ({ email }) => {
      const refused = await signInWith(email, typed.current);
      window.location.assign(refused ? "/sign-in" : "/settings/workspace");
    },
  });

  function send(data: FormData) {
    const newPassword = String(data.get("newPassword"));
    typed.current = newPassword;
    run({ token, newPassword });
  }

  return (
    <Form onSubmit={send} refusal={refusal} className="flex flex-col gap-4">
      <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
      <TextField
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        required
        autoFocus
        hint={`At least ${passwordMinLength} characters.`}
        error={fieldError("newPassword")}
      />
      <Button type="submit" variant="primary" pending={pending}>
        Set new password
      </Button>
    </Form>
  );
}
