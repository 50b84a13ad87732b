"use client";

import { useRef } from "react";
import { signInWith } from "@/app/sign-in/_components/sign-in-form";
import { useAction } from "@/components/form/use-action";
import type { Outcome } from "@/lib/core/outcome";

/** Sends an action that sets a password, and signs in with it: whoever has just typed it need not do so again. */
export function useEntryAction<Input>(
  action: (input: Input) => Promise<Outcome<{ email: string }>>,
): Omit<ReturnType<typeof useAction>, "run"> & { run: (input: Input, password: string) => void } {
  const typed = useRef("");
  const { run, ...state } = useAction(action, {
    onDone: async ({ email }) => {
      const refused = await signInWith(email, typed.current);
      window.location.assign(refused ? "/sign-in" : "/settings/workspace");
    },
  });
  return {
    ...state,
    run(input, password) {
      typed.current = password;
      run(input);
    },
  };
}
