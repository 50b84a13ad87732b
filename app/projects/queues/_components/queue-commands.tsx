"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Pencil, Trash2 } from "@/components/ui/icons";
import { lossesOfDeletingQueue } from "@/lib/core/resources/queue-words";
import { EditTextsDialog } from "../../_components/edit-texts-dialog";
import { deleteQueueAction, describeQueueAction } from "../actions";

/** For those who manage queues. */
export function QueueCommands({
  workspaceId,
  queue,
}: {
  workspaceId: string;
  queue: { id: string; name: string; tags: string[]; entries: number; workers: number };
}) {
  const router = useRouter();
  const button = useRef<HTMLButtonElement>(null);
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const { run, pending, refusal, clear } = useAction(deleteQueueAction, {
    onDone: () => {
      setDeleting(false);
      router.replace("/projects/queues");
    },
  });

  return (
    <>
      <Button ref={button} icon={<Pencil aria-hidden />} onClick={() => setEditing(true)}>
        Edit
      </Button>
      <ConfirmDialog
        open={deleting}
        onOpenChange={(next) => {
          clear();
          setDeleting(next);
        }}
        trigger={<Button icon={<Trash2 aria-hidden />}>Delete</Button>}
        title={`Delete “${queue.name}”?`}
        description="This can’t be undone."
        losses={lossesOfDeletingQueue(queue)}
        confirmLabel={`Delete “${queue.name}”`}
        pending={pending}
        onConfirm={() => run(workspaceId, { queueId: queue.id })}
      >
        <OutcomeNotice refusal={refusal} />
      </ConfirmDialog>
      {editing ? (
        <EditTextsDialog
          noun="queue"
          description="Agents and programs that use the former name no longer find the queue."
          saved={{ name: queue.name, description: "", tags: queue.tags }}
          send={(edit) => describeQueueAction(workspaceId, { queueId: queue.id, ...edit })}
          returnTo={button}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </>
  );
}
