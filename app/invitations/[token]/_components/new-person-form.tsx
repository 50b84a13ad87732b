"use client";

import { NewPasswordField } from "@/app/_components/new-password-field";
import { useEntryAction } from "@/app/_components/use-entry-action";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { acceptAsNewPersonAction } from "../actions";

export function NewPersonForm({ token, email }: { token: string; email: string }) {
  const { run, pending, refusal, fieldError } = useEntryAction(acceptAsNewPersonAction);

  function send(data: FormData) {
    const password = String(data.get("password"));
    run({ token, name: String(data.get("name")), password }, password);
  }

  return (
    <Form onSubmit={send} refusal={refusal} className="flex flex-col gap-4">
      <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
      <TextField label="E-mail" name="email" type="email" autoComplete="username" value={email} readOnly />
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        autoFocus
        error={fieldError("name")}
      />
      <NewPasswordField name="password" label="Password" error={fieldError("password")} />
      <Button type="submit" variant="primary" pending={pending}>
        Create account and join
      </Button>
    </Form>
  );
}
