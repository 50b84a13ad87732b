import { z } from "zod";
import type { Outcome } from "@/lib/core/outcome";
import type { StatusWords } from "@/lib/core/resources/task-flow";
import type { EditedTask } from "@/lib/operations/resources/tasks/edit-tasks";
import { now } from "@/lib/server/clock";
import { outcomeValue } from "../../resource-refusals";
import { changedFields } from "./edit-calls";
import { id, mostNames, text } from "./fields";

export const flag = z.boolean().nullish();
const words = { status_reason: text.nullish(), status_message: text.nullish(), force: flag };
/** What a call takes that changes the status of one task, or of several by themselves. */
export const oneTask = z.object({ task: id, ...words });
export const manyTasks = z.object({ ids: z.array(id).min(1).max(mostNames), ...words });
export const someTasks = z.object({ tasks: z.array(id).min(1).max(mostNames), ...words });
export const modifiesTask = { refs: [{ field: "task", resource: "task", needs: "modify" }] } as const;

type Words = {
  status_reason?: string | null | undefined;
  status_message?: string | null | undefined;
  force?: boolean | null | undefined;
};

export function wordsOf({ status_reason, status_message, force }: Words): StatusWords {
  return { reason: status_reason ?? "", message: status_message ?? "", force: force ?? false, at: now() };
}

/** What a client is told of a change. */
export function toldOf({ updated, change }: EditedTask): {
  updated: number;
  fields: Record<string, unknown>;
} {
  return { updated, fields: changedFields(change) };
}

export function answerOf(outcome: Outcome<EditedTask>) {
  return toldOf(outcomeValue(outcome));
}
