"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Archive, ArchiveRestore, FolderInput, Lock, Pencil, Trash2 } from "@/components/ui/icons";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { ResourceTexts } from "@/lib/core/resources/texts";
import { findTextsAction } from "../actions";
import {
  archiveModelAction,
  describeModelAction,
  moveModelAction,
  publishModelAction,
  restoreModelAction,
} from "../models/actions";
import { ActionsButton } from "./actions-button";
import { DeleteModelDialog } from "./delete-model-dialog";
import { EditTextsDialog } from "./edit-texts-dialog";
import { MoveDialog } from "./move-dialog";
import type { Picked } from "./pickers";
import { RefusalDialog } from "./refusal-dialog";

export type ModelMenuProps = {
  workspaceId: string;
  model: { id: string; name: string; ready: boolean; isArchived: boolean };
  /** The project that it is in. */
  place: Picked | null;
  /** On the page of the model: where to go when it is deleted. */
  leavesTo?: string;
};

/** What somebody who may modify a model does with it, in a row of a list or at the head of its page. */
export function ModelMenu({ workspaceId, model, place, leavesTo }: ModelMenuProps) {
  const router = useRouter();
  const button = useRef<HTMLButtonElement>(null);
  const [asked, setAsked] = useState<"move" | "publish" | "delete" | null>(null);
  const [texts, setTexts] = useState<ResourceTexts | null>(null);
  const opening = useAction(findTextsAction, { onDone: setTexts });
  const archiving = useAction(archiveModelAction);
  const restoring = useAction(restoreModelAction);
  const publishing = useAction(publishModelAction, { onDone: () => setAsked(null) });
  const direct = [opening, archiving, restoring];
  const close = () => {
    publishing.clear();
    setAsked(null);
  };
  const choice = { modelId: model.id };
  const isPending = direct.some(({ pending }) => pending);

  return (
    <>
      <Menu
        trigger={
          <ActionsButton
            ref={button}
            name={model.name}
            isOnPage={leavesTo !== undefined}
            pending={isPending}
          />
        }
      >
        <MenuItem
          icon={<Pencil aria-hidden />}
          onSelect={() => opening.run(workspaceId, { type: "model", id: model.id })}
        >
          Edit
        </MenuItem>
        <MenuItem icon={<FolderInput aria-hidden />} onSelect={() => setAsked("move")}>
          Move
        </MenuItem>
        {model.ready ? null : (
          <MenuItem icon={<Lock aria-hidden />} onSelect={() => setAsked("publish")}>
            Publish
          </MenuItem>
        )}
        {model.isArchived ? (
          <MenuItem icon={<ArchiveRestore aria-hidden />} onSelect={() => restoring.run(workspaceId, choice)}>
            Restore
          </MenuItem>
        ) : (
          <MenuItem icon={<Archive aria-hidden />} onSelect={() => archiving.run(workspaceId, choice)}>
            Archive
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem tone="danger" icon={<Trash2 aria-hidden />} onSelect={() => setAsked("delete")}>
          Delete
        </MenuItem>
      </Menu>
      {texts ? (
        <EditTextsDialog
          noun="model"
          saved={texts}
          send={(edit) => describeModelAction(workspaceId, { ...choice, ...edit })}
          returnTo={button}
          onClose={() => setTexts(null)}
        />
      ) : null}
      {asked === "move" ? (
        <MoveDialog
          workspaceId={workspaceId}
          type="model"
          id={model.id}
          name={model.name}
          place={place}
          action={moveModelAction}
          choice={choice}
          returnTo={button}
          onClose={close}
        />
      ) : null}
      <ConfirmDialog
        open={asked === "publish"}
        onOpenChange={close}
        returnTo={button}
        tone="primary"
        title={`Publish “${model.name}”?`}
        description="Published models are marked as ready for use. This can’t be undone."
        confirmLabel={`Publish “${model.name}”`}
        pending={publishing.pending}
        onConfirm={() => publishing.run(workspaceId, choice)}
      >
        <OutcomeNotice refusal={publishing.refusal} />
      </ConfirmDialog>
      {asked === "delete" ? (
        <DeleteModelDialog
          workspaceId={workspaceId}
          model={model}
          returnTo={button}
          onClose={close}
          onGone={() => {
            if (leavesTo === undefined) router.refresh();
            else router.replace(leavesTo as Route);
          }}
        />
      ) : null}
      <RefusalDialog
        name={model.name}
        refusal={direct.find(({ refusal }) => refusal)?.refusal ?? null}
        returnTo={button}
        onClose={() => {
          for (const { clear } of direct) clear();
        }}
      />
    </>
  );
}
