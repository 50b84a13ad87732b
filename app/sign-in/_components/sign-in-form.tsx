"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";
import { actionFailure } from "@/components/form/action-failure";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import type { Refusal } from "@/lib/core/outcome";

export function SignInForm({ next }: { next: string }) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [pending, setPending] = useState(false);

  async function send(data: FormData) {
    if (pending) return;
    setPending(true);
    const refused = await signInWith(String(data.get("email")), String(data.get("password")));
    if (refused) {
      setRefusal(refused);
      setPending(false);
    } else {
      window.location.assign(next);
    }
  }

  return (
    <Form onSubmit={send} refusal={refusal} className="flex flex-col gap-4">
      <OutcomeNotice refusal={refusal} />
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" variant="primary" pending={pending}>
        Sign in
      </Button>
    </Form>
  );
}

/** Nothing when it worked; else why not, in words for the person. */
export async function signInWith(email: string, password: string): Promise<Refusal | null> {
  try {
    const answer = await signIn("password", { email, password, redirect: false });
    if (answer?.ok && !answer.error) return null;
    return { code: "invalid", message: answer?.error ?? "Steward gave no clear answer. Try again." };
  } catch (thrown) {
    return actionFailure(thrown, { online: navigator.onLine });
  }
}
