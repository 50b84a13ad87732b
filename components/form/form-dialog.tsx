import { Dialog, type DialogProps } from "@/components/ui/dialog";
import type { Refusal } from "@/lib/core/outcome";
import { AnywayChoice, SendFooter, useSending } from "./anyway";
import { Form } from "./form";
import { OutcomeNotice } from "./outcome-notice";

export type FormDialogProps = Omit<DialogProps, "footer" | "frame" | "role"> & {
  onSubmit: (data: FormData) => void;
  refusal: Refusal | null;
  saveAnyway?: (() => void) | undefined;
  sendAnyway?: ((send: () => void) => void) | undefined;
  pending: boolean;
  submitLabel: string;
  tone?: "primary" | "danger";
  cancelLabel?: string;
};

/** One form with buttons to send and to cancel it. The reason of a refusal is shown at its fields or above them. */
export function FormDialog({
  onSubmit,
  refusal,
  saveAnyway,
  sendAnyway,
  pending,
  submitLabel,
  tone = "primary",
  cancelLabel = "Cancel",
  dismissable = true,
  children,
  ...rest
}: FormDialogProps) {
  const { submit, chooseAnyway } = useSending(sendAnyway);
  return (
    <AnywayChoice>
      <Dialog
        {...rest}
        dismissable={dismissable && !pending}
        frame={(parts) => (
          <Form className="dialog-form" refusal={refusal} onSubmit={(data) => submit(() => onSubmit(data))}>
            {parts}
          </Form>
        )}
        footer={<SendFooter {...{ cancelLabel, pending, chooseAnyway }} label={submitLabel} variant={tone} />}
      >
        <div className="flex flex-col gap-3.5">
          <OutcomeNotice refusal={refusal?.fields ? null : refusal} saveAnyway={saveAnyway} />
          {children}
        </div>
      </Dialog>
    </AnywayChoice>
  );
}
