"use client";

import * as RadixDialog from "@radix-ui/react-dialog";
import { cva, type VariantProps } from "class-variance-authority";
import { type ReactNode, type RefObject, useState } from "react";
import { onEscape, takesEscape } from "./on-escape";
import { returnFocus } from "./return-focus";

export type DialogProps = {
  open?: boolean;
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The element that opens it: one button, which then also gets the focus back. */
  trigger?: ReactNode;
  /** What gets the focus back where there is no trigger, and what had it last may have gone. */
  returnTo?: RefObject<HTMLElement | null>;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  size?: VariantProps<typeof look>["size"];
  /** False while closing would lose something: Escape and a click outside then only say so. */
  dismissable?: boolean;
  /** Puts body and footer into one element, such as a form of class `dialog-form`. */
  frame?: (parts: ReactNode) => ReactNode;
  role?: "dialog" | "alertdialog";
};

const look = cva("dialog", {
  variants: { size: { medium: null, wide: "dialog-wide", wider: "dialog-wider", widest: "dialog-widest" } },
  defaultVariants: { size: "medium" },
});

export function Dialog({
  open,
  defaultOpen,
  onOpenChange,
  trigger,
  returnTo,
  size,
  role = "dialog",
  dismissable = true,
  ...rest
}: DialogProps) {
  const [ownOpen, setOwnOpen] = useState(defaultOpen ?? false);
  const [held, setHeld] = useState(false);
  if (held && dismissable) setHeld(false);

  function hold(event: Event) {
    if (dismissable) return;
    event.preventDefault();
    setHeld(true);
  }

  function change(next: boolean) {
    setHeld(false);
    setOwnOpen(next);
    onOpenChange?.(next);
  }

  function giveFocusBack(event: Event) {
    if (trigger) return;
    event.preventDefault();
    if (returnTo?.current) returnTo.current.focus();
    else returnFocus();
  }

  return (
    <RadixDialog.Root open={open ?? ownOpen} onOpenChange={change}>
      {trigger ? <RadixDialog.Trigger asChild>{trigger}</RadixDialog.Trigger> : null}
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="scrim">
          <RadixDialog.Content
            role={role}
            className={look({ size })}
            onEscapeKeyDown={(event) => (takesEscape(event.target) ? event.preventDefault() : hold(event))}
            onKeyDown={onEscape(() => (dismissable ? change(false) : setHeld(true)))}
            onPointerDownOutside={hold}
            onOpenAutoFocus={focusFirstField}
            onCloseAutoFocus={giveFocusBack}
            {...(rest.description ? {} : { "aria-describedby": undefined })}
          >
            <DialogParts {...rest} held={held} />
          </RadixDialog.Content>
        </RadixDialog.Overlay>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

const fields = 'input:not([type="hidden"], :disabled), textarea:not(:disabled), select:not(:disabled)';

function focusFirstField(event: Event) {
  const content = event.currentTarget;
  const field = content instanceof Element ? content.querySelector<HTMLElement>(fields) : null;
  if (!field) return;
  event.preventDefault();
  field.focus();
  if (field instanceof HTMLInputElement) field.select();
}

type PartsProps = Pick<DialogProps, "title" | "description" | "children" | "footer" | "frame"> & {
  held: boolean;
};

function DialogParts({ title, description, children, footer, frame, held }: PartsProps) {
  const lower = (
    <>
      <div className="dialog-body">{children}</div>
      {footer ? (
        <div className="dialog-foot">
          <p role="status" className={held ? "w-full text-small text-muted" : undefined}>
            {held ? "Not closed, because your changes would be lost." : null}
          </p>
          {footer}
        </div>
      ) : null}
    </>
  );

  return (
    <>
      <div className="dialog-head">
        <RadixDialog.Title className="text-body font-semibold">{title}</RadixDialog.Title>
        {description ? (
          <RadixDialog.Description className="mt-1 text-control text-muted">
            {description}
          </RadixDialog.Description>
        ) : null}
      </div>
      {frame ? frame(lower) : lower}
    </>
  );
}

/** Wraps one button of a footer so that it closes the dialog. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <RadixDialog.Close asChild>{children}</RadixDialog.Close>;
}
