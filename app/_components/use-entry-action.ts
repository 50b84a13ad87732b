"use client";

import { useRef, useState } from "react";
import { useAction } from "@/components/form/use-action";
import type { Outcome } from "@/lib/core/outcome";
import { enter } from "./enter";

/** Sends an action that sets a password, and signs in with that password. */
export function useEntryAction<Input>(
  action: (input: Input) => Promise<Outcome<{ email: string }>>,
  back?: string,
): Omit<ReturnType<typeof useAction>, "run"> & {
  run: (input: Input, password: string) => void;
  /** There when the account wants a second factor too. */
  challenge: string | null;
} {
  const typed = useRef("");
  const [challenge, setChallenge] = useState<string | null>(null);
  const { run, ...state } = useAction(action, {
    onDone: async ({ email }) => {
      const entered = await enter("password", { email, password: typed.current });
      if (entered.as === "asked_for_code") setChallenge(entered.challenge);
      else if (entered.as === "in") window.location.assign(back ?? "/settings/workspace");
      else window.location.assign(back ? signInFor(back) : "/sign-in");
    },
  });
  return {
    ...state,
    challenge,
    run(input, password) {
      typed.current = password;
      run(input);
    },
  };
}

/** The account was there before, and has a password of its own. */
function signInFor(back: string): string {
  return `/sign-in?${new URLSearchParams({ problem: "own_password", next: back })}`;
}
