"use client";

import { useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { lossesOfDeletingTasks, type TaskContents } from "@/lib/core/resources/losses";
import { countModelObjectsAction, deleteModelsAction } from "../../models/many-actions";
import { countContentsOfTasksAction, deleteTasksAction } from "../../tasks/many-actions";
import { ObjectsCheckbox } from "../objects-checkbox";
import type { ManyDialogProps } from "./tag-many-dialog";

const mostNamed = 5;
/** Files that are in no bucket stay. */
const lossesOfModels = (count: number, objects: number) => [
  "The models with their metadata, labels and configuration",
  "The access rules about them",
  `Tasks that use them go on without them.${objects < count ? " Files outside of buckets are not deleted" : ""}`,
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
  const [deletesObjects, setDeletesObjects] = useState(true);
  const [contents, setContents] = useState<TaskContents | null>(null);
  const [modelObjects, setModelObjects] = useState<number | null>(null);
  const counting = useAction(countContentsOfTasksAction, { onDone: setContents });
  const countingModels = useAction(countModelObjectsAction, { onDone: setModelObjects });
  const { run, pending, refusal } = useAction(type === "task" ? deleteTasksAction : deleteModelsAction, {
    onDone,
  });
  const ids = chosen.map(({ id }) => id);
  const count = useRef(() => (type === "task" ? counting : countingModels).run(workspaceId, { ids }));
  useEffect(() => count.current(), []);
  const objects = type === "task" ? (contents?.objects ?? null) : modelObjects;
  const losses =
    type === "task"
      ? contents && lossesOfDeletingTasks(contents)
      : modelObjects !== null && lossesOfModels(ids.length, modelObjects);
  const rest = chosen.length - mostNamed;

  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      returnTo={returnTo}
      title={`Delete ${named}?`}
      description="This can’t be undone. What is lost:"
      losses={
        losses
          ? [
              namesOf(
                chosen.map(({ name }) => name),
                rest,
              ),
              ...losses,
            ]
          : undefined
      }
      confirmLabel={`Delete ${named}`}
      pending={pending}
      ready={objects !== null}
      onConfirm={() => run(workspaceId, { ids, deletesObjects })}
    >
      <ObjectsCheckbox count={objects ?? 0} checked={deletesObjects} onCheckedChange={setDeletesObjects} />
      <OutcomeNotice refusal={refusal ?? counting.refusal ?? countingModels.refusal} />
    </ConfirmDialog>
  );
}

function namesOf(names: readonly string[], rest: number): string {
  const shown = names.slice(0, mostNamed).map((name) => `“${name}”`);
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
