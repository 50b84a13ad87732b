"use client";

import { useRef, useState } from "react";
import { useAction } from "@/components/form/use-action";
import type { Outcome } from "@/lib/core/outcome";
import { enter } from "./enter";

/** Sends an action that sets a password, and signs in with it: whoever has just typed it need not do so again. */
export function useEntryAction<Input>(action: (input: Input) => Promise<Outcome<{ email: string }>>): Omit<
  ReturnType<typeof useAction>,
  "run"
> & {
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
      else window.location.assign(entered.as === "in" ? "/settings/workspace" : "/sign-in");
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
