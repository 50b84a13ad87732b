"use client";

import { OutcomeNotice } from "@/components/form/outcome-notice";
import { Button } from "@/components/ui/button";
import { useProviderSignIn } from "./use-provider-sign-in";

/** Nothing where no provider is configured. */
export function IdentityProviderButtons({
  providers,
  next,
}: {
  providers: { id: string; name: string }[];
  next: string;
}) {
  const { leave, leavingFor, refusal } = useProviderSignIn(next);
  if (providers.length === 0) return null;
  return (
    <section aria-label="Identity providers" className="mt-4 flex flex-col gap-3">
      <p className="flex items-center gap-3 text-small text-muted before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        or
      </p>
      <OutcomeNotice refusal={refusal} />
      {providers.map(({ id, name }) => (
        <Button key={id} pending={leavingFor === id} onClick={() => leave(id)}>
          Continue with {name}
        </Button>
      ))}
    </section>
  );
}
