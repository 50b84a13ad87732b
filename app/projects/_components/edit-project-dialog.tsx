"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Pencil } from "@/components/ui/icons";
import type { ShownProject } from "@/lib/operations/resources/browse/projects";
import { describeProjectAction } from "../actions";
import { EditTextsDialog } from "./edit-texts-dialog";

export function EditProjectDialog({
  workspaceId,
  project,
}: {
  workspaceId: string;
  project: Pick<ShownProject, "id" | "basename" | "description" | "tags">;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { id, basename: name, description, tags } = project;

  return (
    <>
      <Button ref={button} icon={<Pencil aria-hidden />} onClick={() => setOpen(true)}>
        Edit
      </Button>
      {open ? (
        <EditTextsDialog
          noun="project"
          description="Programs find a project by its name: those that use the former one create it again."
          saved={{ name, description, tags }}
          send={(edit) => describeProjectAction(workspaceId, { projectId: id, ...edit })}
          returnTo={button}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
