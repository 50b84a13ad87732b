"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { cloneTaskAction } from "../../tasks/actions";
import { type Picked, PlacePicker } from "../pickers";

export function CloneTaskDialog({
  workspaceId,
  task,
  place,
  returnTo,
  onClose,
}: {
  workspaceId: string;
  task: { id: string; name: string };
  place: Picked | null;
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const router = useRouter();
  const proposed = `Clone of ${task.name}`;
  const [name, setName] = useState(proposed);
  const [chosen, setChosen] = useState(place);
  const { run, fieldError, pending, refusal } = useAction(cloneTaskAction, {
    onDone: ({ id }) => {
      onClose();
      router.push(`/projects/tasks/${id}` as Route);
    },
  });

  return (
    <FormDialog
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      returnTo={returnTo}
      pending={pending}
      refusal={refusal}
      dismissable={name === proposed && chosen?.id === place?.id}
      title={`Clone “${task.name}”`}
      description="The new task is a draft with the same code, parameters and input models."
      onSubmit={() => run(workspaceId, { taskId: task.id, name, projectId: chosen?.id ?? null })}
      submitLabel="Clone task"
    >
      <TextField
        label="Name"
        required
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldError("name")}
      />
      <PlacePicker
        workspaceId={workspaceId}
        type="task"
        selected={chosen}
        onSelectedChange={setChosen}
        error={fieldError("projectId")}
      />
    </FormDialog>
  );
}
