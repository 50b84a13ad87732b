import { z } from "zod";
import { objectId } from "./content-forms";
import { mostEntries } from "./queue-list";
import { textsEdit, typedTags } from "./texts";

const queueName = z
  .string()
  .trim()
  .min(3, "A name has at least 3 characters.")
  .max(256, "A name can have at most 256 characters.");

export const queueChoice = z.object({ queueId: objectId });
export const newQueue = z.object({ name: queueName, tags: typedTags });
export const queueEdit = textsEdit(queueName).extend(queueChoice.shape);
export const queueEntryChoice = queueChoice.extend({ taskId: objectId });

/** By how many places each of them moves a task. */
const steps = { up: -1, down: 1, top: -mostEntries } as const;

export const queueEntryMove = queueEntryChoice.extend({ to: z.enum(["up", "down", "top"]) });
export type QueueEntryMove = z.infer<typeof queueEntryMove>;

export function stepsOf(to: QueueEntryMove["to"]): number {
  return steps[to];
}
