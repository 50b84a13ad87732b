"use client";

import { useState } from "react";
import type { Outcome } from "@/lib/core/outcome";
import { useAction } from "./use-action";

export type FormDialogOptions<T> = {
  /** Sets the form back to what it starts with, each time that it is opened. */
  reset?: () => void;
  onDone?: (value: T) => void;
  /** For an answer that still wants something of the person. */
  staysOpen?: (value: T) => boolean;
  /** For a dialog that is drawn when it is asked for. */
  startsOpen?: boolean;
};

/** For a `FormDialog`: it starts afresh each time that it is opened, and closes once its form was taken. */
export function useFormDialog<Args extends unknown[], T>(
  action: (...args: Args) => Promise<Outcome<T>>,
  { reset, onDone, staysOpen, startsOpen = false }: FormDialogOptions<T> = {},
) {
  const [open, setOpen] = useState(startsOpen);
  const { run, fieldError, pending, refusal, clear, saveAnyway, sendAnyway } = useAction(action, {
    onDone: (value) => {
      if (!staysOpen?.(value)) setOpen(false);
      onDone?.(value);
    },
  });

  function onOpenChange(next: boolean) {
    if (next) {
      reset?.();
      clear();
    }
    setOpen(next);
  }

  return { run, fieldError, dialog: { open, onOpenChange, pending, refusal, saveAnyway, sendAnyway } };
}
