import type { TaskStatus } from "./task";

/** To which statuses a task may change from each, without force. ClearML's open server allows the same. */
const changes: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  created: ["queued", "in_progress"],
  queued: ["created", "in_progress", "stopped"],
  in_progress: ["stopped", "failed", "created", "completed"],
  stopped: ["closed", "created", "failed", "queued", "in_progress", "published", "publishing", "completed"],
  closed: ["created", "failed", "published", "publishing", "stopped"],
  failed: ["created", "stopped", "published", "queued"],
  publishing: ["published"],
  published: [],
  completed: ["published", "in_progress", "created"],
  unknown: [],
};

/** A change to the status that the task has already is allowed: clients repeat what they said. */
export function mayChangeStatus(from: TaskStatus, to: TaskStatus, force: boolean): boolean {
  return force || from === to || changes[from].includes(to);
}

/** Parameters and the like change only while the task has not run, or runs. */
export function mayEdit(status: TaskStatus, force: boolean): boolean {
  return force ? status !== "published" : status === "created" || status === "in_progress";
}

/** What such a task reported stays as it is, unless whoever changes it says so. */
export function isPublished(status: TaskStatus): boolean {
  return status === "published" || status === "publishing";
}
