"use client";

import type { RefObject } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { Refusal } from "@/lib/core/outcome";

/** Why a command of a menu, which has no form, was refused. */
export function RefusalDialog({
  name,
  refusal,
  returnTo,
  onClose,
}: {
  name: string;
  refusal: Refusal | null;
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  return (
    <Dialog
      open={refusal !== null}
      onOpenChange={onClose}
      returnTo={returnTo}
      title={`“${name}” was not changed`}
      footer={
        <DialogClose>
          <Button>Close</Button>
        </DialogClose>
      }
    >
      <OutcomeNotice refusal={refusal} />
    </Dialog>
  );
}
