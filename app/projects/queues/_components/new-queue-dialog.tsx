"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button } from "@/components/ui/button";
import { Plus } from "@/components/ui/icons";
import { createQueueAction } from "../actions";

const nothing = { name: "", tags: "" };

export function NewQueueDialog({ workspaceId }: { workspaceId: string }) {
  const router = useRouter();
  const [typed, setTyped] = useState(nothing);
  const { run, fieldError, dialog } = useFormDialog(createQueueAction, {
    reset: () => setTyped(nothing),
    onDone: ({ id }) => router.push(`/projects/queues/${id}` as Route),
  });

  return (
    <FormDialog
      {...dialog}
      dismissable={typed.name === "" && typed.tags === ""}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          New queue
        </Button>
      }
      title="Create a queue"
      description="Tasks wait in a queue until an agent that listens to it takes them."
      onSubmit={() => run(workspaceId, typed)}
      submitLabel="Create queue"
    >
      <TextField
        label="Name"
        required
        autoComplete="off"
        value={typed.name}
        onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
        error={fieldError("name")}
      />
      <TextField
        label="Tags"
        optional
        hint="Separate them with commas."
        autoComplete="off"
        value={typed.tags}
        onChange={(event) => setTyped({ ...typed, tags: event.currentTarget.value })}
        error={fieldError("tags")}
      />
    </FormDialog>
  );
}
