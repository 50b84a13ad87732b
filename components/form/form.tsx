"use client";

import { type ComponentPropsWithRef, type SubmitEvent, useEffect, useImperativeHandle, useRef } from "react";
import type { Refusal } from "@/lib/core/outcome";

export type FormProps = Omit<ComponentPropsWithRef<"form">, "onSubmit" | "action" | "method"> & {
  onSubmit: (data: FormData) => void;
  /** When one comes with errors of fields, the first of these gets the focus. */
  refusal?: Refusal | null;
};

/** Keeps what was typed, and never puts it into the address, even when sent before the page is ready. */
export function Form({ onSubmit, refusal, ref, ...rest }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  useImperativeHandle(ref, () => form.current as HTMLFormElement);

  useEffect(() => {
    if (refusal?.fields) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusal]);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    onSubmit(new FormData(event.currentTarget, event.nativeEvent.submitter));
  }

  return <form {...rest} ref={form} method="post" noValidate onSubmit={submit} />;
}
