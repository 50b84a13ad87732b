"use client";

import { useRef, useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Archive, ArchiveRestore, FolderInput, Tag, Trash2 } from "@/components/ui/icons";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import type { DoneToEach } from "@/lib/core/resources/content-forms";
import { countText } from "@/lib/core/resources/losses";
import { archiveModelsAction, moveModelsAction, restoreModelsAction } from "../../models/many-actions";
import { archiveTasksAction, moveTasksAction, restoreTasksAction } from "../../tasks/many-actions";
import { MoveDialog } from "../move-dialog";
import type { Chosen, ChosenFrom } from "./chosen";
import { DeleteManyDialog } from "./delete-many-dialog";
import { TagManyDialog } from "./tag-many-dialog";

type SelectionBarProps = ChosenFrom & {
  chosen: readonly Chosen[];
  /** How many can be chosen. */
  count: number;
  onChoose: (isAll: boolean) => void;
};

const actions = {
  task: { archive: archiveTasksAction, restore: restoreTasksAction, move: moveTasksAction },
  model: { archive: archiveModelsAction, restore: restoreModelsAction, move: moveModelsAction },
};

export function SelectionBar({ workspaceId, type, isArchived, chosen, count, onChoose }: SelectionBarProps) {
  const bar = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState<"move" | "tag" | "delete" | null>(null);
  const [told, setTold] = useState<DoneToEach | null>(null);
  const { archive, restore, move } = actions[type];
  const finish = (result: DoneToEach) => {
    setTold(result);
    setAsked(null);
    onChoose(false);
  };
  const putting = useAction(isArchived ? restore : archive, { onDone: finish });
  const ids = chosen.map(({ id }) => id);
  const named = countText(ids.length, type, `${type}s`);
  const dialog = {
    workspaceId,
    type,
    chosen,
    named,
    returnTo: bar,
    onClose: () => setAsked(null),
    onDone: finish,
  };
  const isNone = ids.length === 0;

  return (
    <section aria-label={`Selected ${type}s`} className="mb-2 flex flex-col gap-2">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <Checkbox
          ref={bar}
          label={isNone ? `Select all ${count}` : `${named} selected`}
          checked={ids.length === count}
          onCheckedChange={onChoose}
        />
        {isNone ? null : (
          <>
            <Button
              size="small"
              icon={isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
              pending={putting.pending}
              onClick={() => putting.run(workspaceId, { ids })}
            >
              {isArchived ? "Restore" : "Archive"}
            </Button>
            <Button size="small" icon={<FolderInput aria-hidden />} onClick={() => setAsked("move")}>
              Move
            </Button>
            <Button size="small" icon={<Tag aria-hidden />} onClick={() => setAsked("tag")}>
              Add tags
            </Button>
            <Button size="small" icon={<Trash2 aria-hidden />} onClick={() => setAsked("delete")}>
              Delete
            </Button>
            <Button size="small" variant="ghost" onClick={() => onChoose(false)}>
              Clear
            </Button>
          </>
        )}
      </div>
      <OutcomeNotice refusal={putting.refusal} />
      <LiveRegion role="status">
        {told && told.refused.length > 0 ? (
          <Notice tone="warn" title={`Done for ${told.done}, refused for ${told.refused.length}.`}>
            {[...new Set(told.refused.map(({ message }) => message))].join(" ")}
          </Notice>
        ) : null}
      </LiveRegion>
      {asked === "move" ? (
        <MoveDialog {...dialog} name={named} place={null} action={move} choice={{ ids }} />
      ) : null}
      {asked === "tag" ? <TagManyDialog {...dialog} /> : null}
      {asked === "delete" ? <DeleteManyDialog {...dialog} /> : null}
    </section>
  );
}
