"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";

type Choice = { isNeeded: boolean; setNeeded: (isNeeded: boolean) => void };

const ChoiceContext = createContext<Choice>({ isNeeded: false, setNeeded: () => {} });

/** For a dialog: what is in it may say that it can only be saved anyway. */
export function AnywayChoice({ children }: { children: ReactNode }) {
  const [isNeeded, setNeeded] = useState(false);
  return <ChoiceContext value={{ isNeeded, setNeeded }}>{children}</ChoiceContext>;
}

/** From inside a dialog, before anything is sent: whether it would be refused unless it is saved anyway. */
export function useAnywayNeeded(isNeeded: boolean) {
  const { setNeeded } = useContext(ChoiceContext);
  useEffect(() => {
    setNeeded(isNeeded);
    return () => setNeeded(false);
  }, [setNeeded, isNeeded]);
}

/** The same for as long as it is drawn. */
export function AnywayNeeded() {
  useAnywayNeeded(true);
  return null;
}

/** `sendAnyway` is that of `useAction`: without it, there is nothing to choose. */
export function useSending(sendAnyway: ((send: () => void) => void) | undefined) {
  const isAnyway = useRef(false);
  return {
    submit(send: () => void) {
      if (isAnyway.current && sendAnyway) sendAnyway(send);
      else send();
    },
    /** Sends the form that the button is in. */
    chooseAnyway: sendAnyway
      ? (form: HTMLFormElement | null) => {
          isAnyway.current = true;
          form?.requestSubmit();
          isAnyway.current = false;
        }
      : undefined,
  };
}

export type SendButtonsProps = {
  label: string;
  variant: "primary" | "danger";
  pending?: boolean | undefined;
  disabled?: boolean | undefined;
  chooseAnyway: ((form: HTMLFormElement | null) => void) | undefined;
};

/** The button that sends the form; where that would be refused, beside one that sends it all the same. */
export function SendButtons({ label, variant, pending, disabled, chooseAnyway }: SendButtonsProps) {
  const { isNeeded } = useContext(ChoiceContext);
  const isChoice = isNeeded && chooseAnyway !== undefined;
  return (
    <>
      {isChoice ? (
        <Button
          className="text-danger"
          pending={pending}
          disabled={disabled}
          onClick={({ currentTarget }) => chooseAnyway(currentTarget.form)}
        >
          Save anyway
        </Button>
      ) : null}
      <Button
        type="submit"
        variant={variant}
        pending={isChoice ? false : pending}
        disabled={disabled || isChoice}
      >
        {label}
      </Button>
    </>
  );
}

/** Beside the buttons. */
export function AnywayNote() {
  const { isNeeded } = useContext(ChoiceContext);
  return isNeeded ? (
    <p className="-ms-2 me-auto text-small text-muted">Saving anyway is recorded in the audit log.</p>
  ) : null;
}
