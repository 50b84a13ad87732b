"use client";

import { useState } from "react";
import { actionFailure } from "@/components/form/action-failure";
import type { Refusal } from "@/lib/core/outcome";

/** Leaves for an identity provider, which sends the browser back to `next`. */
export function useProviderSignIn(next: string) {
  const [leavingFor, setLeavingFor] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function leave(providerId: string) {
    if (leavingFor) return;
    setLeavingFor(providerId);
    setRefusal(null);
    try {
      const { signIn } = await import("next-auth/react");
      await signIn(providerId, { callbackUrl: next });
    } catch (thrown) {
      setRefusal(actionFailure(thrown, { online: navigator.onLine }));
      setLeavingFor(null);
    }
  }

  return { leave, leavingFor, refusal };
}
