"use client";

import { useRef } from "react";
import { signInWith } from "@/app/sign-in/_components/sign-in-form";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { passwordMinLength } from "@/lib/core/account/password";
import { createFirstAccountAction } from "../actions";

export function SetUpForm({ token }: { token: string }) {
  const typed = useRef({ email: "", password: "" });
  const { run, pending, refusal, fieldError } = useAction(createFirstAccountAction, {
    onDone: async () => {
      const refused = await signInWith(typed.current.email, typed.current.password);
      window.location.assign(refused ? "/sign-in" : "/settings/workspace");
    },
  });

  function send(data: FormData) {
    const account = {
      name: String(data.get("name")),
      email: String(data.get("email")),
      password: String(data.get("password")),
    };
    typed.current = account;
    run({ token, ...account });
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
        Create account
      </Button>
    </Form>
  );
}
