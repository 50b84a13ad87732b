"use client";

import { useState } from "react";
import { SecondFactorForm } from "@/app/_components/second-factor-form";
import { useEntry } from "@/app/_components/use-entry";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import { linkSent } from "@/lib/core/account/link-sent";
import { requestSignInLinkAction } from "../actions";

export function SignInForm({ next, mails }: { next: string; mails: boolean }) {
  const entry = useEntry(next);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [email, setEmail] = useState("");
  const mail = useAction(requestSignInLinkAction, { onDone: () => setSentTo(email.trim()) });
  const pressedLast = mail.refusal ? mail : entry;

  if (entry.challenge) {
    return (
      <SecondFactorForm
        challenge={entry.challenge}
        next={next}
        onStartAgain={() => entry.startAgain()}
        onEnded={entry.startAgain}
      />
    );
  }

  function send(data: FormData) {
    setSentTo(null);
    if (data.get("way") === "mail") return mail.run({ email, next });
    mail.clear();
    void entry.go("password", { email, password: String(data.get("password")) });
  }

  return (
    <Form onSubmit={send} refusal={pressedLast.refusal} className="flex flex-col gap-4">
      <OutcomeNotice refusal={pressedLast.refusal?.fields ? null : pressedLast.refusal} />
      <LiveRegion role="status">{sentTo ? <Notice tone="info">{linkSent(sentTo)}</Notice> : null}</LiveRegion>
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={mail.fieldError("email")}
      />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" variant="primary" pending={entry.pending}>
        Sign in
      </Button>
      {mails ? (
        <Button type="submit" name="way" value="mail" pending={mail.pending}>
          E-mail me a sign-in link
        </Button>
      ) : null}
      <Link href="/forgot-password" className="self-center text-control">
        Forgot password?
      </Link>
    </Form>
  );
}
