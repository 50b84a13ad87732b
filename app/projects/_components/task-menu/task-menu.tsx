"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import {
  Archive,
  ArchiveRestore,
  CirclePlay,
  Copy,
  FolderInput,
  ListX,
  Lock,
  Pencil,
  RotateCcw,
  Square,
  Trash2,
} from "@/components/ui/icons";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { TaskStatus } from "@/lib/core/resources/task";
import { type TaskCommand, takesCommand } from "@/lib/core/resources/task-commands";
import type { ResourceTexts } from "@/lib/core/resources/texts";
import { findTextsAction } from "../../actions";
import {
  archiveTaskAction,
  dequeueTaskAction,
  describeTaskAction,
  moveTaskAction,
  publishTaskAction,
  restoreTaskAction,
  stopTaskAction,
} from "../../tasks/actions";
import { ActionsButton } from "../actions-button";
import { EditTextsDialog } from "../edit-texts-dialog";
import { MoveDialog } from "../move-dialog";
import type { Picked } from "../pickers";
import { RefusalDialog } from "../refusal-dialog";
import { CloneTaskDialog } from "./clone-task-dialog";
import { EnqueueTaskDialog } from "./enqueue-task-dialog";
import { LossyTaskDialog } from "./lossy-task-dialog";

export type TaskMenuProps = {
  workspaceId: string;
  task: { id: string; name: string; status: TaskStatus; isArchived: boolean };
  /** The project that it is in. */
  place: Picked | null;
  mayModify: boolean;
  mayClone: boolean;
  /** On the page of the task: where to go when it is deleted. */
  leavesTo?: string;
};

type Asked = "move" | "clone" | "enqueue" | "reset" | "publish" | "delete";

/** What somebody may do with a task, in a row of a list or at the head of its page. */
export function TaskMenu({ workspaceId, task, place, mayModify, mayClone, leavesTo }: TaskMenuProps) {
  const router = useRouter();
  const button = useRef<HTMLButtonElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [texts, setTexts] = useState<ResourceTexts | null>(null);
  const opening = useAction(findTextsAction, { onDone: setTexts });
  const stopping = useAction(stopTaskAction);
  const dequeuing = useAction(dequeueTaskAction);
  const archiving = useAction(archiveTaskAction);
  const restoring = useAction(restoreTaskAction);
  const publishing = useAction(publishTaskAction, { onDone: () => setAsked(null) });
  const direct = [opening, stopping, dequeuing, archiving, restoring];
  const close = () => setAsked(null);
  const choice = { taskId: task.id };
  const takes = (command: TaskCommand) => mayModify && takesCommand(task, command);
  const dialog = { workspaceId, task, returnTo: button, onClose: close };
  const isPending = direct.some(({ pending }) => pending);

  return (
    <>
      <Menu
        trigger={
          <ActionsButton
            ref={button}
            name={task.name}
            isOnPage={leavesTo !== undefined}
            pending={isPending}
          />
        }
      >
        {mayModify ? (
          <MenuItem
            icon={<Pencil aria-hidden />}
            onSelect={() => opening.run(workspaceId, { type: "task", id: task.id })}
          >
            Edit
          </MenuItem>
        ) : null}
        {mayClone ? (
          <MenuItem icon={<Copy aria-hidden />} onSelect={() => setAsked("clone")}>
            Clone
          </MenuItem>
        ) : null}
        {mayModify ? (
          <MenuItem icon={<FolderInput aria-hidden />} onSelect={() => setAsked("move")}>
            Move
          </MenuItem>
        ) : null}
        {takes("enqueue") ? (
          <MenuItem icon={<CirclePlay aria-hidden />} onSelect={() => setAsked("enqueue")}>
            Enqueue
          </MenuItem>
        ) : null}
        {takes("dequeue") ? (
          <MenuItem icon={<ListX aria-hidden />} onSelect={() => dequeuing.run(workspaceId, choice)}>
            Remove from the queue
          </MenuItem>
        ) : null}
        {takes("stop") ? (
          <MenuItem icon={<Square aria-hidden />} onSelect={() => stopping.run(workspaceId, choice)}>
            Stop
          </MenuItem>
        ) : null}
        {takes("reset") ? (
          <MenuItem icon={<RotateCcw aria-hidden />} onSelect={() => setAsked("reset")}>
            Reset
          </MenuItem>
        ) : null}
        {takes("publish") ? (
          <MenuItem icon={<Lock aria-hidden />} onSelect={() => setAsked("publish")}>
            Publish
          </MenuItem>
        ) : null}
        {takes("archive") ? (
          <MenuItem icon={<Archive aria-hidden />} onSelect={() => archiving.run(workspaceId, choice)}>
            Archive
          </MenuItem>
        ) : null}
        {takes("restore") ? (
          <MenuItem icon={<ArchiveRestore aria-hidden />} onSelect={() => restoring.run(workspaceId, choice)}>
            Restore
          </MenuItem>
        ) : null}
        {mayModify ? (
          <>
            <MenuSeparator />
            <MenuItem tone="danger" icon={<Trash2 aria-hidden />} onSelect={() => setAsked("delete")}>
              Delete
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {texts ? (
        <EditTextsDialog
          noun="task"
          saved={texts}
          send={(edit) => describeTaskAction(workspaceId, { ...choice, ...edit })}
          returnTo={button}
          onClose={() => setTexts(null)}
        />
      ) : null}
      {asked === "move" ? (
        <MoveDialog
          {...dialog}
          type="task"
          id={task.id}
          name={task.name}
          place={place}
          action={moveTaskAction}
          choice={choice}
        />
      ) : null}
      {asked === "clone" ? <CloneTaskDialog {...dialog} place={place} /> : null}
      {asked === "enqueue" ? <EnqueueTaskDialog {...dialog} /> : null}
      {asked === "reset" || asked === "delete" ? (
        <LossyTaskDialog
          {...dialog}
          deletes={asked === "delete"}
          onGone={() => (leavesTo === undefined ? router.refresh() : router.replace(leavesTo as Route))}
        />
      ) : null}
      <ConfirmDialog
        open={asked === "publish"}
        onOpenChange={close}
        returnTo={button}
        tone="primary"
        title={`Publish “${task.name}”?`}
        description="A published task can’t be reset or changed. The model that it made last is published too."
        confirmLabel={`Publish “${task.name}”`}
        pending={publishing.pending}
        onConfirm={() => publishing.run(workspaceId, choice)}
      >
        <OutcomeNotice refusal={publishing.refusal} />
      </ConfirmDialog>
      <RefusalDialog
        name={task.name}
        refusal={direct.find(({ refusal }) => refusal)?.refusal ?? null}
        returnTo={button}
        onClose={() => {
          for (const { clear } of direct) clear();
        }}
      />
    </>
  );
}
