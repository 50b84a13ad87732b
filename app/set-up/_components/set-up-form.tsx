"use client";

import { NewPasswordField } from "@/app/_components/new-password-field";
import { useEntryAction } from "@/app/_components/use-entry-action";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { createFirstAccountAction } from "../actions";

export function SetUpForm({ token }: { token: string }) {
  const { run, pending, refusal, fieldError } = useEntryAction(createFirstAccountAction);

  function send(data: FormData) {
    const password = String(data.get("password"));
    run({ token, name: String(data.get("name")), email: String(data.get("email")), password }, password);
  }

  return (
    <Form onSubmit={send} refusal={refusal} className="flex flex-col gap-4">
      <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        autoFocus
        error={fieldError("name")}
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        error={fieldError("email")}
      />
      <NewPasswordField name="password" label="Password" error={fieldError("password")} />
      <Button type="submit" variant="primary" pending={pending}>
        Create account
      </Button>
    </Form>
  );
}
