"use client";

import { type ReactNode, useActionState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { ButtonLink } from "@/components/ui/button";
import type { FormState } from "@/lib/core/form-state";
import type { Refusal } from "@/lib/core/outcome";

export type FormAction<T> = (before: FormState<T> | null, form: FormData) => Promise<FormState<T>>;

/**
 * What one button of the billing sends. Browsers without scripts send it by themselves, and show where it leads: the
 * content policy lets no form lead to another site.
 */
export function BillingForm<T>({
  formAction,
  onSend,
  refusal,
  fields = {},
  urlOf = () => undefined,
  children,
}: {
  /** Bound on the server, so that React matches its state. */
  formAction: FormAction<T>;
  onSend: () => void;
  refusal: Refusal | null;
  /** What is sent along. */
  fields?: Record<string, string>;
  /** Where the outcome leads. */
  urlOf?: (value: T) => string | null | undefined;
  children: ReactNode;
}) {
  const [state, send] = useActionState(formAction, null);
  const url = state?.ok ? urlOf(state.value) : undefined;
  return (
    <form
      action={send}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {url ? (
        <ButtonLink href={url} variant="primary">
          Continue to Stripe
        </ButtonLink>
      ) : (
        children
      )}
      <OutcomeNotice refusal={refusal ?? (state && !state.ok ? state.refusal : null)} />
    </form>
  );
}
