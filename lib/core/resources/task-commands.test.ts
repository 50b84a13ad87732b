import { expect, test } from "vitest";
import { type TaskStatus, taskStatuses } from "./task";
import { type TaskCommand, takesCommand } from "./task-commands";

const rows: [TaskCommand, TaskStatus[]][] = [
  ["enqueue", ["created", "stopped", "failed"]],
  ["dequeue", ["queued"]],
  ["stop", ["in_progress"]],
  ["reset", ["queued", "in_progress", "stopped", "closed", "failed", "completed"]],
  ["publish", ["stopped", "publishing", "closed", "failed", "completed"]],
  ["archive", [...taskStatuses]],
  ["restore", []],
];

test.each(rows)("%s is for tasks that are %j", (command, statuses) => {
  const taking = taskStatuses.filter((status) => takesCommand({ status, isArchived: false }, command));
  expect(taking.toSorted()).toEqual(statuses.toSorted());
});

test("an archived task is restored before it is archived, queued or published again", () => {
  const takes = (command: TaskCommand) => takesCommand({ status: "stopped", isArchived: true }, command);
  expect((["archive", "enqueue", "publish"] as const).some(takes)).toBe(false);
  expect((["restore", "reset"] as const).every(takes)).toBe(true);
});
