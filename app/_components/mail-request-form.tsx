"use client";

import { useState } from "react";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button, ButtonLink } from "@/components/ui/button";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/lib/core/outcome";

/** Asks for a mail with a link. What it answers is the same for every address. */
export function MailRequestForm({
  action,
  label,
  sent,
}: {
  action: (request: { email: string }) => Promise<Outcome>;
  label: string;
  sent: (email: string) => string;
}) {
  const [email, setEmail] = useState("");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { run, pending, refusal, fieldError } = useAction(action, { onDone: () => setSentTo(email.trim()) });

  function send() {
    setSentTo(null);
    run({ email });
  }

  return (
    <Form onSubmit={send} refusal={refusal} className="flex flex-col gap-4">
      <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
      <LiveRegion role="status">{sentTo ? <Notice tone="info">{sent(sentTo)}</Notice> : null}</LiveRegion>
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fieldError("email")}
      />
      <Button type="submit" variant="primary" pending={pending}>
        {label}
      </Button>
      <ButtonLink variant="ghost" href="/sign-in">
        Back to sign-in
      </ButtonLink>
    </Form>
  );
}
