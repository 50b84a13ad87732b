"use client";

import { type RefObject, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useAction } from "@/components/form/use-action";
import { enqueueTaskAction } from "../../tasks/actions";
import { type Picked, QueuePicker } from "../pickers";

export function EnqueueTaskDialog({
  workspaceId,
  task,
  returnTo,
  onClose,
}: {
  workspaceId: string;
  task: { id: string; name: string };
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const [queue, setQueue] = useState<Picked | null>(null);
  const [isMissing, setMissing] = useState(false);
  const { run, fieldError, pending, refusal } = useAction(enqueueTaskAction, { onDone: onClose });

  return (
    <FormDialog
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      returnTo={returnTo}
      pending={pending}
      refusal={refusal}
      dismissable={queue === null}
      title={`Enqueue “${task.name}”`}
      description="A worker that listens to the queue runs it."
      onSubmit={() => {
        setMissing(queue === null);
        if (queue) run(workspaceId, { taskId: task.id, queueId: queue.id });
      }}
      submitLabel="Enqueue task"
    >
      <QueuePicker
        workspaceId={workspaceId}
        selected={queue}
        onSelectedChange={setQueue}
        error={isMissing && !queue ? "Choose a queue." : fieldError("queueId")}
      />
    </FormDialog>
  );
}
