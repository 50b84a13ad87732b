import { done, type Outcome } from "../outcome";
import { refusedResource } from "./refusal";
import type { TaskChange, TaskRecord, TaskStatus } from "./task";
import { archivedTag, developmentTag } from "./task";
import { queuedFields, resetFields, type TaskEdit } from "./task-edits";
import { mayChangeStatus } from "./task-status";

/** What whoever changes a status says of it. */
export type StatusWords = { reason: string; message: string; force: boolean; at: Date };

/** The change to a status, where it may follow the one that the task has. */
export function toStatus(task: TaskRecord, status: TaskStatus, words: StatusWords): Outcome<TaskChange> {
  if (!mayChangeStatus(task.status, status, words.force)) {
    return mayNotBecome(task, status);
  }
  return done({
    status,
    statusReason: words.reason,
    statusMessage: words.message,
    statusChangedAt: words.at,
    ...(status === "queued" ? {} : { statusBeforeQueue: null }),
  });
}

function mayNotBecome(task: TaskRecord, status: TaskStatus) {
  const wanted = status.replaceAll("_", " ");
  return refusedResource(
    "task_status",
    `The task is ${task.status}, and can’t become ${wanted} without force.`,
  );
}

function becoming(
  status: TaskStatus,
  words: StatusWords,
  also: (task: TaskRecord) => TaskChange = () => ({}),
): TaskEdit {
  return (task) => {
    const changed = toStatus(task, status, words);
    return changed.ok ? done({ ...changed.value, ...also(task) }) : changed;
  };
}

/** A running task that is started again keeps its first start. */
export function starts(words: StatusWords): TaskEdit {
  return becoming("in_progress", words, ({ status, startedAt }) =>
    status === "in_progress" && startedAt ? {} : { startedAt: words.at, completedAt: null },
  );
}

export function completes(words: StatusWords): TaskEdit {
  return becoming("completed", words, () => ({ completedAt: words.at }));
}

export function fails(words: StatusWords): TaskEdit {
  return becoming("failed", words, () => ({ completedAt: words.at }));
}

export function stopsAsReported(words: StatusWords): TaskEdit {
  return becoming("stopped", words, () => ({ completedAt: words.at }));
}

export function closes(words: StatusWords): TaskEdit {
  return becoming("closed", words);
}

/** Once: a task that is published already is refused. */
export function publishes(words: StatusWords): TaskEdit {
  const publish = becoming("published", words, () => ({ publishedAt: words.at }));
  return (task) =>
    task.status === "published" && !words.force ? mayNotBecome(task, "published") : publish(task);
}

/** So long after its last report nobody runs a task any more. */
export const reportTimeoutMs = 600_000;

/** A task that an agent runs is told to stop, and stops when the agent does; others stop immediately. */
export function stops(words: StatusWords, byName: string): TaskEdit {
  return (task) => {
    const runsByAgent =
      task.status !== "queued" &&
      !task.systemTags.includes(developmentTag) &&
      task.lastWorker !== null &&
      words.at.getTime() - task.updatedAt.getTime() < reportTimeoutMs;
    if (runsByAgent) return toStatus(task, task.status, { ...words, message: "stopping" });
    const stopped = toStatus(task, "stopped", { ...words, message: `Stopped by ${byName}` });
    return stopped.ok ? done({ ...stopped.value, completedAt: words.at }) : stopped;
  };
}

export function resets(words: StatusWords, clearsAll: boolean): TaskEdit {
  return (task) => {
    if (task.status === "published" && !words.force) {
      return refusedResource("task_status", "The task is published, and is reset by force alone.");
    }
    const changed = toStatus(task, "created", { ...words, reason: "reset", message: "reset" });
    return changed.ok ? done({ ...resetFields(task, clearsAll), ...changed.value }) : changed;
  };
}

/** With `keepsName` a task that waits already is moved, and goes on naming the queue that it was put in before. */
export function queues(words: StatusWords, queueId: string, keepsName = false): TaskEdit {
  return (task) => {
    if (keepsName && (task.status !== "queued" || !task.execution.queue)) {
      return refusedResource("invalid_values", "Only a task that waits in a queue keeps that as its queue.");
    }
    const changed = toStatus(task, "queued", words);
    if (!changed.ok) return changed;
    const before = task.status === "queued" ? task.statusBeforeQueue : task.status;
    const fields = keepsName ? {} : queuedFields(task, queueId);
    return done({ ...changed.value, ...fields, statusBeforeQueue: before });
  };
}

/** Only what waits or runs changes its status by that. */
export function leavesQueue(words: StatusWords, status: TaskStatus | undefined): TaskEdit {
  return (task) => {
    if (task.status !== "queued" && task.status !== "in_progress") return done({});
    const { queue: _, ...execution } = task.execution;
    const next = status ?? task.statusBeforeQueue ?? "created";
    const changed = toStatus(task, next, { ...words, force: true });
    return changed.ok
      ? done({ ...changed.value, ...(task.status === "queued" ? { execution } : {}) })
      : changed;
  };
}

/** A task that waits leaves its queue, and one that runs stops. */
export function archives(words: StatusWords): TaskEdit {
  return (task) => {
    const isRunning = task.status === "in_progress";
    const ended = leavesQueue(words, isRunning ? "stopped" : undefined)(task);
    if (!ended.ok) return ended;
    return done({
      ...ended.value,
      ...(isRunning ? { completedAt: words.at } : {}),
      statusReason: words.reason,
      statusMessage: words.message,
      systemTags: [...new Set([...task.systemTags, archivedTag])].sort(),
    });
  };
}

export function restores(words: StatusWords): TaskEdit {
  return (task) =>
    done({
      statusReason: words.reason,
      statusMessage: words.message,
      systemTags: task.systemTags.filter((tag) => tag !== archivedTag),
    });
}

/** Drafts and what is archived are deleted; the rest by force. */
export function whyNotDeleted(task: TaskRecord, force: boolean): Outcome {
  if (force || task.status === "created" || task.systemTags.includes(archivedTag)) return done();
  return refusedResource(
    "task_not_deletable",
    `The task is ${task.status}. Archive it first, or use force=True.`,
  );
}
