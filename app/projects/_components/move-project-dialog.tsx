"use client";

import { useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { useIsAdministered } from "@/app/_components/frame/drawn-for";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button } from "@/components/ui/button";
import { FolderInput } from "@/components/ui/icons";
import { locationOf } from "@/lib/core/resources/project-words";
import type { ShownProject } from "@/lib/operations/resources/browse/projects";
import { moveProjectAction } from "../actions";
import { LocationField } from "./location-field";

export function MoveProjectDialog({
  workspaceId,
  project,
  known,
}: {
  workspaceId: string;
  project: Pick<ShownProject, "id" | "name" | "basename">;
  known: readonly string[];
}) {
  const here = locationOf(project.name);
  const [place, setPlace] = useState(here);
  const isAdministered = useIsAdministered();
  const { run, fieldError, dialog } = useFormDialog(moveProjectAction, { reset: () => setPlace(here) });

  return (
    <FormDialog
      {...dialog}
      dismissable={place === here}
      trigger={<Button icon={<FolderInput aria-hidden />}>Move</Button>}
      size="wider"
      title={`Move “${project.basename}”`}
      description="With everything in it. Access rules about the projects that it is in apply from then on."
      onSubmit={() => run(workspaceId, { projectId: project.id, location: place })}
      submitLabel="Move project"
    >
      <LocationField
        label="Move into"
        value={place}
        onValueChange={setPlace}
        known={known}
        error={fieldError("location")}
      />
      {isAdministered ? (
        <AccessPreview
          workspaceId={workspaceId}
          change={
            place.trim() === here ? null : { kind: "project_moved", projectId: project.id, location: place }
          }
          label="If you move it"
          refusal={dialog.refusal}
          isBeingMade={dialog.pending}
        />
      ) : null}
    </FormDialog>
  );
}
