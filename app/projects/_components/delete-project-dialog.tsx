"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Trash2 } from "@/components/ui/icons";
import { lossesOfDeletingProject, type ProjectContents } from "@/lib/core/resources/project-words";
import type { ShownProject } from "@/lib/operations/resources/browse/projects";
import { countProjectContentsAction, deleteProjectAction } from "../actions";
import { ObjectsCheckbox } from "./objects-checkbox";

export function DeleteProjectDialog({
  workspaceId,
  project,
}: {
  workspaceId: string;
  project: Pick<ShownProject, "id" | "basename" | "parentId">;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [contents, setContents] = useState<ProjectContents | null>(null);
  const [deletesContents, setDeletesContents] = useState(false);
  const [deletesObjects, setDeletesObjects] = useState(true);
  const { run, pending, refusal, clear } = useAction(deleteProjectAction, {
    onDone: () => {
      setOpen(false);
      router.replace((project.parentId ? `/projects/${project.parentId}` : "/projects") as Route);
    },
  });
  const counting = useAction(countProjectContentsAction, { onDone: setContents });
  const name = project.basename;

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        clear();
        setDeletesContents(false);
        setOpen(next);
        if (!next) return;
        counting.clear();
        setContents(null);
        counting.run(workspaceId, { projectId: project.id });
      }}
      trigger={<Button icon={<Trash2 aria-hidden />}>Delete</Button>}
      title={`Delete “${name}”?`}
      description="This can’t be undone."
      losses={contents ? lossesOfDeletingProject(contents, deletesContents) : undefined}
      confirmLabel={deletesContents ? `Delete “${name}” and its contents` : `Delete “${name}”`}
      {...(deletesContents ? { typedConfirmation: name } : {})}
      pending={pending}
      ready={contents !== null}
      onConfirm={() => run(workspaceId, { projectId: project.id, deletesContents, deletesObjects })}
    >
      <OutcomeNotice refusal={refusal ?? counting.refusal} />
      <Checkbox
        label="Also delete what it holds"
        hint="Tasks, models, datasets and dataviews, with those in the projects below."
        checked={deletesContents}
        onCheckedChange={setDeletesContents}
      />
      {deletesContents ? (
        <ObjectsCheckbox
          count={contents?.objects ?? 0}
          checked={deletesObjects}
          onCheckedChange={setDeletesObjects}
        />
      ) : null}
    </ConfirmDialog>
  );
}
