"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button } from "@/components/ui/button";
import { Plus } from "@/components/ui/icons";
import { createProjectAction } from "../actions";
import { LocationField } from "./location-field";
import { ResourceFields } from "./resource-fields";

const nothing = { name: "", description: "", tags: "" };

export function NewProjectDialog({
  workspaceId,
  location,
  known,
}: {
  workspaceId: string;
  /** The whole name of the open project. */
  location: string;
  known: readonly string[];
}) {
  const router = useRouter();
  const [typed, setTyped] = useState(nothing);
  const [place, setPlace] = useState(location);
  const { run, fieldError, dialog } = useFormDialog(createProjectAction, {
    reset: () => {
      setTyped(nothing);
      setPlace(location);
    },
    onDone: ({ id }) => router.push(`/projects/${id}` as Route),
  });
  const isUntouched = Object.values(typed).every((text) => text === "") && place === location;

  return (
    <FormDialog
      {...dialog}
      dismissable={isUntouched}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          New project
        </Button>
      }
      title="Create a project"
      description="Projects hold tasks, models, datasets and other projects."
      onSubmit={() => run(workspaceId, { ...typed, location: place })}
      submitLabel="Create project"
    >
      <ResourceFields typed={typed} onTypedChange={setTyped} fieldError={fieldError} />
      <LocationField
        label="Create in"
        value={place}
        onValueChange={setPlace}
        known={known}
        error={fieldError("location")}
      />
    </FormDialog>
  );
}
