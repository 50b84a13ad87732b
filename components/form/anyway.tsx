"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog";

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

export type SendFooterProps = {
  label: string;
  cancelLabel: string;
  variant: "primary" | "danger";
  pending?: boolean | undefined;
  disabled?: boolean | undefined;
  chooseAnyway: ((form: HTMLFormElement | null) => void) | undefined;
};

/** The foot of a dialog: its buttons, with one that sends the form all the same where it would be refused. */
export function SendFooter({
  label,
  cancelLabel,
  variant,
  pending,
  disabled,
  chooseAnyway,
}: SendFooterProps) {
  const { isNeeded } = useContext(ChoiceContext);
  const isChoice = isNeeded && chooseAnyway !== undefined;
  return (
    <>
      {isNeeded ? (
        <p className="-ms-2 me-auto text-small text-muted">Saving anyway is recorded in the audit log.</p>
      ) : null}
      <DialogClose>
        <Button>{cancelLabel}</Button>
      </DialogClose>
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
