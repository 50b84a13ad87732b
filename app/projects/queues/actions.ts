"use server";

import { done } from "@/lib/core/outcome";
import {
  newQueue,
  queueChoice,
  queueEdit,
  queueEntryChoice,
  queueEntryMove,
  stepsOf,
} from "@/lib/core/resources/queue-forms";
import { describeQueue } from "@/lib/operations/resources/queues/describe-queue";
import { moveInQueue, removeFromQueue } from "@/lib/operations/resources/queues/entries";
import { createQueue, deleteQueue } from "@/lib/operations/resources/queues/queues";
import { workspaceAction } from "@/lib/server/workspace-action";

/** The user goes to the new queue, so the page is not rendered again. */
export const createQueueAction = workspaceAction("resources.use", newQueue, createQueue);

export const describeQueueAction = workspaceAction("resources.use", queueEdit, describeQueue, {
  refreshes: "page",
  changed: ({ saved }) => saved,
});

/** The user leaves the page of the queue, so it is not rendered again (it would be a 404). */
export const deleteQueueAction = workspaceAction("resources.use", queueChoice, async (actor, { queueId }) => {
  const deleted = await deleteQueue(actor, { queueId, force: true });
  return deleted.ok ? done() : deleted;
});

export const moveInQueueAction = workspaceAction(
  "resources.use",
  queueEntryMove,
  (actor, { to, ...entry }) => moveInQueue(actor, { ...entry, by: stepsOf(to) }),
  { refreshes: "page", evenIfRefused: true },
);

export const removeFromQueueAction = workspaceAction(
  "resources.use",
  queueEntryChoice,
  (actor, entry) => removeFromQueue(actor, { ...entry, changesStatus: true }),
  { refreshes: "page", evenIfRefused: true },
);
