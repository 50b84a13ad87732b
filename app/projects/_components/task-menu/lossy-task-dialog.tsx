"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { lossesOfDeletingTask, lossesOfTask, type TaskContents } from "@/lib/core/resources/losses";
import { countTaskContentsAction, deleteTaskAction, resetTaskAction } from "../../tasks/actions";
import { ObjectsCheckbox } from "../objects-checkbox";

/** Confirms what takes away what a task made and reported, by their numbers. */
export function LossyTaskDialog({
  workspaceId,
  task,
  deletes,
  returnTo,
  onClose,
  onGone,
}: {
  workspaceId: string;
  task: { id: string; name: string };
  /** Else it resets the task. */
  deletes: boolean;
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
  onGone: () => void;
}) {
  const [deletesObjects, setDeletesObjects] = useState(true);
  const [contents, setContents] = useState<TaskContents | null>(null);
  const counting = useAction(countTaskContentsAction, { onDone: setContents });
  const { run, pending, refusal } = useAction(deletes ? deleteTaskAction : resetTaskAction, {
    onDone: () => {
      onClose();
      if (deletes) onGone();
    },
  });
  const count = useRef(counting.run);
  useEffect(() => count.current(workspaceId, { taskId: task.id }), [workspaceId, task.id]);
  const verb = deletes ? "Delete" : "Reset";
  const losses = deletes ? lossesOfDeletingTask : lossesOfTask;

  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      returnTo={returnTo}
      title={`${verb} “${task.name}”?`}
      description={
        deletes
          ? "This can’t be undone. What is lost:"
          : "The task becomes a draft again. Its code and parameters stay. What is lost:"
      }
      losses={contents ? losses(contents) : undefined}
      confirmLabel={`${verb} “${task.name}”`}
      pending={pending}
      ready={contents !== null}
      onConfirm={() => run(workspaceId, { taskId: task.id, deletesObjects })}
    >
      {contents && losses(contents).length === 0 ? <p>Nothing: the task has reported nothing yet.</p> : null}
      <ObjectsCheckbox
        count={contents?.objects ?? 0}
        checked={deletesObjects}
        onCheckedChange={setDeletesObjects}
      />
      <OutcomeNotice refusal={refusal ?? counting.refusal} />
    </ConfirmDialog>
  );
}
