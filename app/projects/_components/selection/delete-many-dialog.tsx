"use client";

import { useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { lossesOfDeletingTasks, type TaskContents } from "@/lib/core/resources/losses";
import { deleteModelsAction } from "../../models/many-actions";
import { countContentsOfTasksAction, deleteTasksAction } from "../../tasks/many-actions";
import type { ManyDialogProps } from "./tag-many-dialog";

const mostNamed = 5;
const lossesOfModels = [
  "The models with their metadata, labels and configuration",
  "The access rules about them",
  "Tasks that use them go on without them. Their files are not deleted",
];

/** Names the first of them, and what goes with all. */
export function DeleteManyDialog({
  workspaceId,
  type,
  chosen,
  named,
  returnTo,
  onClose,
  onDone,
}: ManyDialogProps) {
  const [contents, setContents] = useState<TaskContents | null>(null);
  const counting = useAction(countContentsOfTasksAction, { onDone: setContents });
  const { run, pending, refusal } = useAction(type === "task" ? deleteTasksAction : deleteModelsAction, {
    onDone,
  });
  const ids = chosen.map(({ id }) => id);
  const count = useRef(() => counting.run(workspaceId, { ids }));
  useEffect(() => {
    if (type === "task") count.current();
  }, [type]);
  const losses = type === "model" ? lossesOfModels : contents ? lossesOfDeletingTasks(contents) : undefined;
  const rest = chosen.length - mostNamed;

  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      returnTo={returnTo}
      title={`Delete ${named}?`}
      description="This can’t be undone. What is lost:"
      losses={
        losses && [
          namesOf(
            chosen.map(({ name }) => name),
            rest,
          ),
          ...losses,
        ]
      }
      confirmLabel={`Delete ${named}`}
      pending={pending}
      ready={losses !== undefined}
      onConfirm={() => run(workspaceId, { ids })}
    >
      <OutcomeNotice refusal={refusal ?? counting.refusal} />
    </ConfirmDialog>
  );
}

function namesOf(names: readonly string[], rest: number): string {
  const shown = names.slice(0, mostNamed).map((name) => `“${name}”`);
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
