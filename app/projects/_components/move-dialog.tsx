"use client";

import { type RefObject, useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { useIsAdministered } from "@/app/_components/frame/drawn-for";
import { FormDialog } from "@/components/form/form-dialog";
import { useAction } from "@/components/form/use-action";
import type { Outcome } from "@/lib/core/outcome";
import { type Picked, PlacePicker } from "./pickers";

export function MoveDialog<Choice extends object, Done>({
  workspaceId,
  type,
  id,
  name,
  place,
  action,
  choice,
  returnTo,
  onClose,
  onDone = onClose,
}: {
  workspaceId: string;
  type: "task" | "model";
  /** Undefined where several are moved, from wherever each is. */
  id?: string;
  name: string;
  /** Where it is now. */
  place: Picked | null;
  action: (workspaceId: string, move: Choice & { projectId: string | null }) => Promise<Outcome<Done>>;
  /** How the action names what is moved. */
  choice: Choice;
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
  onDone?: (done: Done) => void;
}) {
  const [chosen, setChosen] = useState(place);
  const isAdministered = useIsAdministered();
  const { run, fieldError, pending, refusal, saveAnyway, sendAnyway } = useAction(action, { onDone });
  const isElsewhere = chosen?.id !== place?.id;
  const isMany = id === undefined;

  return (
    <FormDialog
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      returnTo={returnTo}
      pending={pending}
      refusal={refusal}
      saveAnyway={saveAnyway}
      sendAnyway={sendAnyway}
      dismissable={!isElsewhere}
      size="wider"
      title={isMany ? `Move ${name}` : `Move “${name}”`}
      description={`The access rules about the project apply to ${isMany ? "them" : "it"} from then on.`}
      onSubmit={() => run(workspaceId, { ...choice, projectId: chosen?.id ?? null })}
      submitLabel={isMany ? `Move ${name}` : `Move ${type}`}
    >
      <PlacePicker
        workspaceId={workspaceId}
        type={type}
        selected={chosen}
        onSelectedChange={setChosen}
        error={fieldError("projectId")}
      />
      {isAdministered && !isMany ? (
        <AccessPreview
          workspaceId={workspaceId}
          change={isElsewhere ? { kind: "object_moved", objectId: id, projectId: chosen?.id ?? null } : null}
          label="If you move it"
          refusal={refusal}
          isBeingMade={pending}
        />
      ) : null}
    </FormDialog>
  );
}
