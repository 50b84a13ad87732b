"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { deleteModelAction } from "../models/actions";
import { countModelObjectsAction } from "../models/many-actions";
import { ObjectsCheckbox } from "./objects-checkbox";

export function DeleteModelDialog({
  workspaceId,
  model,
  returnTo,
  onClose,
  onGone,
}: {
  workspaceId: string;
  model: { id: string; name: string };
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
  onGone: () => void;
}) {
  const [objects, setObjects] = useState<number | null>(null);
  const [deletesObjects, setDeletesObjects] = useState(true);
  const counting = useAction(countModelObjectsAction, { onDone: setObjects });
  const { run, pending, refusal } = useAction(deleteModelAction, {
    onDone: () => {
      onClose();
      onGone();
    },
  });
  const count = useRef(counting.run);
  useEffect(() => count.current(workspaceId, { ids: [model.id] }), [workspaceId, model.id]);

  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      returnTo={returnTo}
      title={`Delete “${model.name}”?`}
      description="This can’t be undone."
      losses={[
        "The model with its metadata, labels and configuration",
        "The access rules about it",
        objects
          ? "Tasks that use it go on without it"
          : "Tasks that use it go on without it. Its file is not deleted",
      ]}
      confirmLabel={`Delete “${model.name}”`}
      pending={pending}
      ready={objects !== null}
      onConfirm={() => run(workspaceId, { modelId: model.id, deletesObjects })}
    >
      <ObjectsCheckbox count={objects ?? 0} checked={deletesObjects} onCheckedChange={setDeletesObjects} />
      <OutcomeNotice refusal={refusal ?? counting.refusal} />
    </ConfirmDialog>
  );
}
