"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { startTransition, useRef, useState, useTransition } from "react";
import type { Outcome, Refusal } from "@/lib/core/outcome";
import { actionFailure } from "./action-failure";

export type UseActionOptions<T> = {
  /** Runs in a transition: what it sets is drawn later. */
  onDone?: (value: T) => void;
  onRefused?: (refusal: Refusal) => void;
};

export type ActionState<Args extends unknown[]> = {
  run: (...args: Args) => void;
  pending: boolean;
  refusal: Refusal | null;
  fieldError: (name: string) => string | undefined;
  clear: () => void;
  /** Sends what was refused for a guard again, to be saved all the same. */
  saveAnyway: (() => void) | undefined;
  /** What is run meanwhile is to be saved all the same: for what is known to be refused otherwise. */
  sendAnyway: (send: () => void) => void;
};

/** Sends a server action once at a time, and keeps why it was refused until it is sent again. */
export function useAction<Args extends unknown[], T>(
  action: (...args: Args) => Promise<Outcome<T>>,
  { onDone, onRefused }: UseActionOptions<T> = {},
): ActionState<Args> {
  const [pending, startSending] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const underWay = useRef(false);
  const sent = useRef<Args | null>(null);
  const isAnyway = useRef(false);

  function run(...args: Args) {
    if (underWay.current) return;
    sent.current = args;
    underWay.current = true;
    const given = isAnyway.current ? withManner(args) : args;
    startSending(async () => {
      const outcome = await settle(() => action(...given)).finally(() => {
        underWay.current = false;
      });
      // React forgets the transition at the await. Outside it the outcome would show while the button is still pending.
      startTransition(() => {
        if (outcome.ok) {
          setRefusal(null);
          onDone?.(outcome.value);
        } else {
          setRefusal(outcome.refusal);
          onRefused?.(outcome.refusal);
        }
      });
    });
  }

  function sendAnyway(send: () => void) {
    isAnyway.current = true;
    send();
    isAnyway.current = false;
  }

  function saveAnyway() {
    const { current: args } = sent;
    if (args) sendAnyway(() => run(...args));
  }

  return {
    run,
    saveAnyway: refusal?.code === "guarded" ? saveAnyway : undefined,
    sendAnyway,
    pending,
    refusal,
    fieldError: (name) => refusal?.fields?.[name],
    clear: () => setRefusal(null),
  };
}

/** Every action of a workspace takes as its last argument how it is to be done. */
function withManner<Args extends unknown[]>([drawnFor, input]: Args): Args {
  return [drawnFor, input, { savesAnyway: true }] as unknown[] as Args;
}

async function settle<T>(send: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await send();
  } catch (thrown) {
    unstable_rethrow(thrown);
    const outdated = unstable_isUnrecognizedActionError(thrown);
    return { ok: false, refusal: actionFailure(thrown, { online: navigator.onLine, outdated }) };
  }
}
