"use client";

import { useRef, useState } from "react";
import type { Refusal } from "@/lib/core/outcome";
import { enter } from "./enter";

/** Runs one sign-in at a time. It ends at `next`, at the code form, or with a refusal. */
export function useEntry(next: string, onEnded?: (reason: Refusal) => void) {
  const underWay = useRef(false);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [challenge, setChallenge] = useState<string | null>(null);

  async function go(...shown: Parameters<typeof enter>) {
    if (underWay.current) return;
    underWay.current = true;
    setPending(true);
    const entered = await enter(...shown);
    if (entered.as === "in") return window.location.assign(next);
    underWay.current = false;
    setPending(false);
    if (entered.as === "refused" && entered.refusal.code === "signed_out") onEnded?.(entered.refusal);
    setRefusal(entered.as === "refused" ? entered.refusal : null);
    if (entered.as === "asked_for_code") setChallenge(entered.challenge);
  }

  function startAgain(reason: Refusal | null = null) {
    setChallenge(null);
    setRefusal(reason);
  }

  return { go, pending, refusal, challenge, startAgain };
}
