"use client";

import { type RefObject, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useAction } from "@/components/form/use-action";
import type { Outcome } from "@/lib/core/outcome";
import { type Picked, PlacePicker } from "./pickers";

export function MoveDialog({
  workspaceId,
  type,
  name,
  place,
  send,
  returnTo,
  onClose,
}: {
  workspaceId: string;
  type: "task" | "model";
  name: string;
  /** Where it is now. */
  place: Picked | null;
  send: (projectId: string | null) => Promise<Outcome>;
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const [chosen, setChosen] = useState(place);
  const { run, fieldError, pending, refusal } = useAction(send, { onDone: onClose });

  return (
    <FormDialog
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      returnTo={returnTo}
      pending={pending}
      refusal={refusal}
      dismissable={chosen?.id === place?.id}
      title={`Move “${name}”`}
      description="The access rules about the project apply to it from then on."
      onSubmit={() => run(chosen?.id ?? null)}
      submitLabel={`Move ${type}`}
    >
      <PlacePicker
        workspaceId={workspaceId}
        type={type}
        selected={chosen}
        onSelectedChange={setChosen}
        error={fieldError("projectId")}
      />
    </FormDialog>
  );
}
