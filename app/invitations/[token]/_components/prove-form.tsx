"use client";

import { useRef } from "react";
import { signInWith } from "@/app/sign-in/_components/sign-in-form";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { passwordMinLength } from "@/lib/core/account/password";
import { acceptByProvingAction } from "../actions";

export function ProveForm({ token, email }: { token: string; email: string }) {
  const password = useRef("");
  const { run, pending, refusal, fieldError } = useAction(acceptByProvingAction, {
    onDone: async () => {
      const refused = await signInWith(email, password.current);
      window.location.assign(refused ? "/sign-in" : "/settings/workspace");
    },
  });

  function send(data: FormData) {
    password.current = String(data.get("password"));
    run({ token, password: password.current });
  }

  return (
    <Form onSubmit={send} refusal={refusal} className="flex flex-col gap-4">
      <Notice tone="warn">
        An account with your address exists, and nobody has shown yet that it is theirs. This mail shows that
        it is yours: its old password, sessions and API credentials end, and the new password is yours alone.
      </Notice>
      <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        autoFocus
        hint={`At least ${passwordMinLength} characters.`}
        error={fieldError("password")}
      />
      <Button type="submit" variant="primary" pending={pending}>
        Take the account over and join
      </Button>
    </Form>
  );
}
