"use client";

import type { ReactNode } from "react";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import type { Outcome } from "@/lib/core/outcome";
import { NewPasswordField } from "./new-password-field";
import { useEntryAction } from "./use-entry-action";

type NewPerson = { name: string; email: string; password: string };

/** Makes an account: of the address that a link is for, or of one that is typed. */
export function NewPersonForm({
  action,
  email,
  label = "Create account",
  back,
  children,
}: {
  action: (person: NewPerson) => Promise<Outcome<{ email: string }>>;
  email?: string;
  label?: string;
  /** Where to go on, signed in or not, if not to the workspace. */
  back?: string;
  children?: ReactNode;
}) {
  const { run, pending, refusal, fieldError } = useEntryAction(action, back);
  const emailField = { label: "E-mail", name: "email", type: "email", autoComplete: "username" } as const;

  function send(data: FormData) {
    const of = (field: string) => String(data.get(field));
    run({ name: of("name"), email: of("email"), password: of("password") }, of("password"));
  }

  return (
    <Form onSubmit={send} refusal={refusal} className="flex flex-col gap-4">
      <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
      {email === undefined ? null : <TextField {...emailField} value={email} readOnly />}
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        autoFocus
        error={fieldError("name")}
      />
      {email === undefined ? <TextField {...emailField} required error={fieldError("email")} /> : null}
      <NewPasswordField name="password" label="Password" error={fieldError("password")} />
      <Button type="submit" variant="primary" pending={pending}>
        {label}
      </Button>
      {children}
    </Form>
  );
}
