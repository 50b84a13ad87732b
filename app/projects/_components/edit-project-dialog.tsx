"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button } from "@/components/ui/button";
import { locationOf } from "@/lib/core/resources/project-forms";
import type { ShownProject } from "@/lib/operations/resources/browse/projects";
import { editProjectAction } from "../actions";
import { ProjectFields } from "./project-fields";

export function EditProjectDialog({
  workspaceId,
  project,
}: {
  workspaceId: string;
  project: Pick<ShownProject, "id" | "name" | "basename" | "description" | "tags">;
}) {
  const saved = { name: project.basename, description: project.description, tags: project.tags.join(", ") };
  const [typed, setTyped] = useState(saved);
  const { run, fieldError, dialog } = useFormDialog(editProjectAction, { reset: () => setTyped(saved) });
  const isUntouched =
    typed.name === saved.name && typed.description === saved.description && typed.tags === saved.tags;

  return (
    <FormDialog
      {...dialog}
      dismissable={isUntouched}
      trigger={<Button icon={<Pencil aria-hidden />}>Edit</Button>}
      title={`Edit “${project.basename}”`}
      description="Programs find a project by its name: those that use the former one create it again."
      onSubmit={() =>
        run(workspaceId, { projectId: project.id, location: locationOf(project.name), ...typed })
      }
      submitLabel="Save project"
    >
      <ProjectFields typed={typed} onTypedChange={setTyped} fieldError={fieldError} />
    </FormDialog>
  );
}
