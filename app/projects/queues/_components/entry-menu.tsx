"use client";

import { useRef } from "react";
import { useAction } from "@/components/form/use-action";
import { IconButton } from "@/components/ui/button";
import { ArrowDown, ArrowUp, ArrowUpToLine, Ellipsis, ListX } from "@/components/ui/icons";
import { Menu, MenuItem } from "@/components/ui/menu";
import { RefusalDialog } from "../../_components/refusal-dialog";
import { moveInQueueAction, removeFromQueueAction } from "../actions";

/** Changes when a task that waits is run. */
export function EntryMenu({
  workspaceId,
  queueId,
  task,
  position,
  entries,
  mayRemove,
}: {
  workspaceId: string;
  queueId: string;
  task: { id: string; name: string };
  /** From 1. */
  position: number;
  entries: number;
  mayRemove: boolean;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const moving = useAction(moveInQueueAction);
  const removing = useAction(removeFromQueueAction);
  const entry = { queueId, taskId: task.id };
  const isFirst = position === 1;

  return (
    <>
      <Menu
        trigger={
          <IconButton
            ref={button}
            label={`Actions for ${task.name}`}
            icon={<Ellipsis aria-hidden />}
            pending={moving.pending || removing.pending}
          />
        }
      >
        <MenuItem
          icon={<ArrowUpToLine aria-hidden />}
          disabled={isFirst}
          onSelect={() => moving.run(workspaceId, { ...entry, to: "top" })}
        >
          Move to the top
        </MenuItem>
        <MenuItem
          icon={<ArrowUp aria-hidden />}
          disabled={isFirst}
          onSelect={() => moving.run(workspaceId, { ...entry, to: "up" })}
        >
          Move up
        </MenuItem>
        <MenuItem
          icon={<ArrowDown aria-hidden />}
          disabled={position === entries}
          onSelect={() => moving.run(workspaceId, { ...entry, to: "down" })}
        >
          Move down
        </MenuItem>
        {mayRemove ? (
          <MenuItem icon={<ListX aria-hidden />} onSelect={() => removing.run(workspaceId, entry)}>
            Remove from the queue
          </MenuItem>
        ) : null}
      </Menu>
      <RefusalDialog
        name={task.name}
        refusal={moving.refusal ?? removing.refusal}
        returnTo={button}
        onClose={() => {
          moving.clear();
          removing.clear();
        }}
      />
    </>
  );
}
