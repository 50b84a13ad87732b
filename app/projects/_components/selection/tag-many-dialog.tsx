"use client";

import { type RefObject, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import type { DoneToEach } from "@/lib/core/resources/content-forms";
import { tagModelsAction } from "../../models/many-actions";
import { tagTasksAction } from "../../tasks/many-actions";
import type { Chosen } from "./chosen";

export type ManyDialogProps = {
  workspaceId: string;
  type: "task" | "model";
  chosen: readonly Chosen[];
  /** '3 tasks'. */
  named: string;
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
  onDone: (result: DoneToEach) => void;
};

export function TagManyDialog({
  workspaceId,
  type,
  chosen,
  named,
  returnTo,
  onClose,
  onDone,
}: ManyDialogProps) {
  const [tags, setTags] = useState("");
  const { run, fieldError, pending, refusal } = useAction(
    type === "task" ? tagTasksAction : tagModelsAction,
    {
      onDone,
    },
  );
  return (
    <FormDialog
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      returnTo={returnTo}
      pending={pending}
      refusal={refusal}
      dismissable={tags === ""}
      title={`Add tags to ${named}`}
      description="The tags that they have stay."
      onSubmit={() => run(workspaceId, { ids: chosen.map(({ id }) => id), tags })}
      submitLabel="Add tags"
    >
      <TextField
        label="Tags"
        required
        hint="Separate them with commas."
        autoComplete="off"
        value={tags}
        onChange={(event) => setTags(event.currentTarget.value)}
        error={fieldError("tags")}
      />
    </FormDialog>
  );
}
