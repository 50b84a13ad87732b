import { expect, test } from "vitest";
import { taskStatuses } from "./task";
import { isPublished, mayChangeStatus, mayEdit } from "./task-status";

/** The rows are the statuses before, in the order of the columns; x marks what is allowed without force. */
const table = `
             created queued in_progress stopped published publishing closed failed completed unknown
created      x       x      x           -       -         -          -      -      -         -
queued       x       x      x           x       -         -          -      -      -         -
in_progress  x       -      x           x       -         -          -      x      x         -
stopped      x       x      x           x       x         x          x      x      x         -
published    -       -      -           -       x         -          -      -      -         -
publishing   -       -      -           -       x         x          -      -      -         -
closed       x       -      -           x       x         x          x      x      -         -
failed       x       x      -           x       x         -          -      x      -         -
completed    x       -      x           -       x         -          -      -      x         -
unknown      -       -      -           -       -         -          -      -      -         x`;

test("a task changes its status as on ClearML’s open server", () => {
  const rows = taskStatuses.map((from) => [
    from,
    ...taskStatuses.map((to) => (mayChangeStatus(from, to, false) ? "x" : "-")),
  ]);
  const expected = table
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(/\s+/));
  expect(rows.map((row) => row.join(" ")).sort()).toEqual(expected.map((row) => row.join(" ")).sort());
  for (const from of taskStatuses)
    for (const to of taskStatuses) expect(mayChangeStatus(from, to, true)).toBe(true);
});

test("what a task was set up with changes while it has not run or runs", () => {
  expect(taskStatuses.filter((status) => mayEdit(status, false))).toEqual(["created", "in_progress"]);
  expect(taskStatuses.filter((status) => !mayEdit(status, true))).toEqual(["published"]);
});

test("a task is published from when it is being published", () => {
  expect(taskStatuses.filter(isPublished)).toEqual(["published", "publishing"]);
});
