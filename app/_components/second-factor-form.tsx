"use client";

import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { Button } from "@/components/ui/button";
import type { Refusal } from "@/lib/core/outcome";
import { CodeField } from "./code-field";
import { useEntry } from "./use-entry";

/** The second step of a sign-in, for accounts with two-factor authentication. */
export function SecondFactorForm({
  challenge,
  next,
  onStartAgain,
  onEnded,
}: {
  challenge: string;
  next: string;
  onStartAgain: () => void;
  /** Where the challenge has ended; without it, the form says why and stays. */
  onEnded?: (reason: Refusal) => void;
}) {
  const { go, pending, refusal } = useEntry(next, onEnded);
  return (
    <Form
      onSubmit={(data) => void go("second-factor", { challenge, code: String(data.get("code")) })}
      refusal={refusal}
      className="flex flex-col gap-4"
    >
      <OutcomeNotice refusal={refusal} />
      <CodeField hint="Enter the six-digit code from your authenticator app, or a recovery code." autoFocus />
      <Button type="submit" variant="primary" pending={pending}>
        Verify
      </Button>
      <Button variant="ghost" onClick={onStartAgain}>
        Sign in another way
      </Button>
    </Form>
  );
}
