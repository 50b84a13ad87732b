"use client";

import { NewPasswordField } from "@/app/_components/new-password-field";
import { TakeOverNotice } from "@/app/_components/take-over-notice";
import { useEntryAction } from "@/app/_components/use-entry-action";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { Button } from "@/components/ui/button";
import { acceptByProvingAction } from "../actions";

export function ProveForm({ token, email, joins }: { token: string; email: string; joins: boolean }) {
  const { run, pending, refusal, fieldError } = useEntryAction(acceptByProvingAction);

  function send(data: FormData) {
    const password = String(data.get("password"));
    run({ token, password }, password);
  }

  return (
    <Form onSubmit={send} refusal={refusal} className="flex flex-col gap-4">
      <TakeOverNotice afterwards="Choose a password that only you know." />
      <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <NewPasswordField name="password" label="New password" autoFocus error={fieldError("password")} />
      <Button type="submit" variant="primary" pending={pending}>
        {joins ? "Claim the account and join" : "Claim the account"}
      </Button>
    </Form>
  );
}
