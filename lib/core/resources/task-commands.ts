import type { TaskStatus } from "./task";
import { mayChangeStatus } from "./task-status";

export type TaskCommand = "enqueue" | "dequeue" | "stop" | "reset" | "publish" | "archive" | "restore";

type Shown = { status: TaskStatus; isArchived: boolean };

/** Which commands a task in this state takes without force. */
export function takesCommand({ status, isArchived }: Shown, command: TaskCommand): boolean {
  switch (command) {
    case "enqueue":
      return !isArchived && status !== "queued" && mayChangeStatus(status, "queued", false);
    case "dequeue":
      return status === "queued";
    case "stop":
      return status === "in_progress";
    case "reset":
      return status !== "created" && mayChangeStatus(status, "created", false);
    case "publish":
      return !isArchived && status !== "published" && mayChangeStatus(status, "published", false);
    case "archive":
      return !isArchived;
    case "restore":
      return isArchived;
  }
}
