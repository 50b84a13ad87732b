"use client";

import { type ReactNode, useId, useState } from "react";
import { Dialog, type DialogProps } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { AnywayChoice, SendFooter, useSending } from "./anyway";
import { Form } from "./form";

export type ConfirmDialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  /** What gets the focus back where there is no trigger. */
  returnTo?: DialogProps["returnTo"];
  /** Names the thing: 'Revoke “Laptop”?' */
  title: ReactNode;
  description?: ReactNode;
  /** What is lost, one item each. */
  losses?: readonly string[];
  /** Names the thing again: 'Revoke “Laptop”'. */
  confirmLabel: string;
  cancelLabel?: string;
  /** Has to be typed before the button works. */
  typedConfirmation?: string;
  tone?: "danger" | "primary";
  /** False while what is lost is still being counted. */
  ready?: boolean;
  pending?: boolean;
  size?: DialogProps["size"];
  /** From `useAction`, where what is in the dialog may say that it would be refused. */
  sendAnyway?: ((send: () => void) => void) | undefined;
  /** Runs on the button; the caller closes the dialog when it succeeded. */
  onConfirm: () => void;
  children?: ReactNode;
};

export function ConfirmDialog({
  losses,
  confirmLabel,
  cancelLabel = "Cancel",
  typedConfirmation,
  tone = "danger",
  pending,
  ready = true,
  sendAnyway,
  onConfirm,
  open,
  onOpenChange,
  children,
  ...rest
}: ConfirmDialogProps) {
  const id = useId();
  const { submit, chooseAnyway } = useSending(sendAnyway);
  const [typed, setTyped] = useState("");
  if (open === false && typed !== "") setTyped("");
  const confirmed = ready && (typedConfirmation === undefined || typed.trim() === typedConfirmation);

  return (
    <AnywayChoice>
      <Dialog
        {...rest}
        open={open}
        role="alertdialog"
        dismissable={!pending}
        onOpenChange={(next) => {
          setTyped("");
          onOpenChange?.(next);
        }}
        frame={(parts) => (
          <Form
            className="dialog-form"
            onSubmit={() => {
              if (confirmed && !pending) submit(onConfirm);
            }}
          >
            {parts}
          </Form>
        )}
        footer={
          <SendFooter
            {...{ cancelLabel, pending, chooseAnyway }}
            label={confirmLabel}
            variant={tone}
            disabled={!confirmed}
          />
        }
      >
        <div className="confirm-body">
          {losses && losses.length > 0 ? (
            <ul className="flex list-disc flex-col gap-1 pl-5 marker:text-faint">
              {losses.map((loss) => (
                <li key={loss}>{loss}</li>
              ))}
            </ul>
          ) : null}
          {ready ? null : (
            <p role="status" className="text-muted">
              Counting what would be deleted
            </p>
          )}
          {children}
          {typedConfirmation === undefined ? null : (
            <div className="flex flex-col gap-1.5">
              <label htmlFor={id}>
                Type <strong className="font-semibold">{typedConfirmation}</strong> to confirm
              </label>
              <Input
                id={id}
                value={typed}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            </div>
          )}
        </div>
      </Dialog>
    </AnywayChoice>
  );
}
