"use client";

import { useRef } from "react";
import { signInWith } from "@/app/sign-in/_components/sign-in-form";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { passwordMinLength } from "@/lib/core/account/password";
import { acceptAsNewPersonAction } from "../actions";

export function NewPersonForm({ token, email }: { token: string; email: string }) {
  const password = useRef("");
  const { run, pending, refusal, fieldError } = useAction(acceptAsNewPersonAction, {
    onDone: async () => {
      const refused = await signInWith(email, password.current);
      window.location.assign(refused ? "/sign-in" : "/settings/workspace");
    },
  });

  function send(data: FormData) {
    password.current = String(data.get("password"));
    run({ token, name: String(data.get("name")), password: password.current });
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
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint={`At least ${passwordMinLength} characters.`}
        error={fieldError("password")}
      />
      <Button type="submit" variant="primary" pending={pending}>
        Create account and join
      </Button>
    </Form>
  );
}
