"use client";

import { type RefObject, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useAction } from "@/components/form/use-action";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/lib/core/outcome";
import type { ResourceTexts, SavedTexts } from "@/lib/core/resources/texts";
import { ResourceFields, type TypedTexts } from "./resource-fields";

type SentTexts = {
  name: string;
  description: string;
  tags: string | null;
  base: { name: string; description: string; tags: string[] };
};

export type EditTextsDialogProps = {
  noun: "project" | "task" | "model" | "queue";
  description?: string;
  /** As they are saved when it opens. */
  saved: ResourceTexts;
  send: (edit: SentTexts) => Promise<Outcome<SavedTexts>>;
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Edits what people write about a resource. Where somebody else saved meanwhile, their version is shown first. */
export function EditTextsDialog({ noun, description, saved, send, returnTo, onClose }: EditTextsDialogProps) {
  const [base, setBase] = useState(saved);
  const [typed, setTyped] = useState<TypedTexts>(typedOf(saved));
  const [theirs, setTheirs] = useState<ResourceTexts | null>(null);
  const { run, fieldError, pending, refusal } = useAction(send, {
    onDone: (result) => {
      if (result.saved) return onClose();
      setTheirs(result.theirs);
      setBase(result.theirs);
    },
  });
  const shown = typedOf(base);
  const keepsTags = typed.tags === shown.tags;
  const isUntouched = keepsTags && typed.name === shown.name && typed.description === shown.description;

  return (
    <FormDialog
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      returnTo={returnTo}
      pending={pending}
      refusal={refusal}
      dismissable={isUntouched}
      title={`Edit “${base.name}”`}
      description={description}
      onSubmit={() =>
        run({
          name: typed.name,
          description: typed.description,
          tags: keepsTags ? null : typed.tags,
          base: { ...base, tags: [...base.tags] },
        })
      }
      submitLabel={theirs ? "Replace with my version" : `Save ${noun}`}
      cancelLabel={theirs ? "Discard my version" : "Cancel"}
    >
      <LiveRegion role="alert">
        {theirs ? (
          <Notice tone="warn" title={`Somebody changed this ${noun} while you were editing it.`}>
            The saved name is “{theirs.name}”,{" "}
            {theirs.description ? `with the description “${theirs.description}”, ` : ""}
            {theirs.tags.length > 0 ? `with the tags ${theirs.tags.join(", ")}` : "without tags"}. Your
            changes are below and not saved.
          </Notice>
        ) : null}
      </LiveRegion>
      <ResourceFields
        typed={typed}
        onTypedChange={setTyped}
        fieldError={fieldError}
        hasDescription={noun !== "queue"}
      />
    </FormDialog>
  );
}

function typedOf({ name, description, tags }: ResourceTexts): TypedTexts {
  return { name, description, tags: tags.join(", ") };
}
