import { describe, expect, test } from "vitest";
import { archivedTag, developmentTag, type TaskRecord, type TaskStatus, taskStatuses } from "./task";
import type { TaskEdit } from "./task-edits";
import {
  archives,
  closes,
  completes,
  fails,
  leavesQueue,
  publishes,
  queues,
  resets,
  restores,
  type StatusWords,
  starts,
  stops,
  stopsAsReported,
  whyNotDeleted,
} from "./task-flow";
import { taskWith } from "./testing/task-with";

const at = new Date("2026-01-02T00:00:00Z");
const earlier = new Date("2026-01-01T00:00:00Z");
const words: StatusWords = { reason: "why", message: "what", force: false, at };

const edits: Record<string, (said: StatusWords) => TaskEdit> = {
  started: starts,
  completed: completes,
  failed: fails,
  stopped: stopsAsReported,
  stop: (said) => stops(said, "Ada"),
  close: closes,
  publish: publishes,
  reset: (said) => resets(said, false),
  enqueue: (said) => queues(said, "q"),
  dequeue: (said) => leavesQueue(said, undefined),
  archive: archives,
  unarchive: restores,
};

/** What a task becomes by each call, as on ClearML's open server; - where the call is refused, = where it stays. */
const table = `
           created     queued      in_progress stopped     published publishing closed    failed    completed   unknown
started    in_progress in_progress =           in_progress -         -          -         -         in_progress -
completed  -           -           completed   completed   -         -          -         -         =           -
failed     -           -           failed      failed      -         -          failed    =         -           -
stopped    -           stopped     stopped     =           -         -          stopped   stopped   -           -
stop       -           stopped     stopped     =           -         -          stopped   stopped   -           -
close      -           -           -           closed      -         -          =         -         -           -
publish    -           -           -           published   -         published  published published published   -
reset      =           created     created     created     -         -          created   created   created     -
enqueue    queued      =           -           queued      -         -          -         queued    -           -
dequeue    =           created     created     =           =         =          =         =         =           =
archive    =           created     stopped     =           =         =          =         =         =           =
unarchive  =           =           =           =           =         =          =         =         =           =`;

const [header = [], ...rows] = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
const cases = rows.flatMap(([name = "", ...expected]) =>
  header.map((status, column) => [name, status as TaskStatus, expected[column] ?? ""] as const),
);

describe("the status of a task", () => {
  test("is asked for every call in every status", () => {
    expect(header.toSorted()).toEqual([...taskStatuses].sort());
    expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(edits).sort());
  });

  test.each(cases)("%s of one that is %s: %s", (name, status, expected) => {
    const task = taskWith({ status });
    const changed = edits[name]?.(words)(task);
    if (expected !== "-") {
      expect(changed).toMatchObject({ ok: true });
      expect({ ...task, ...(changed?.ok ? changed.value : {}) }.status).toBe(
        expected === "=" ? status : expected,
      );
    } else expect(changed).toMatchObject({ ok: false, refusal: { reason: "task_status" } });
  });

  test.each<[string, TaskStatus]>([
    ["started", "in_progress"],
    ["completed", "completed"],
    ["failed", "failed"],
    ["stopped", "stopped"],
    ["stop", "stopped"],
    ["close", "closed"],
    ["publish", "published"],
    ["reset", "created"],
    ["enqueue", "queued"],
  ])("is changed in any status by %s with force", (name, status) => {
    for (const before of taskStatuses) {
      const changed = edits[name]?.({ ...words, force: true })(taskWith({ status: before }));
      expect(changed).toMatchObject({ ok: true, value: { status } });
    }
  });
});

describe("what a change of status leaves", () => {
  test.each<[string, TaskEdit, Partial<TaskRecord>, object]>([
    ["a first start", starts(words), { startedAt: null }, { startedAt: at }],
    [
      "a start after an end",
      starts(words),
      { status: "completed", startedAt: earlier, completedAt: earlier },
      { startedAt: at, completedAt: null },
    ],
    [
      "a start of what runs",
      starts(words),
      { status: "in_progress", startedAt: earlier, completedAt: null },
      { startedAt: earlier, completedAt: null },
    ],
    ["an end", completes(words), { status: "in_progress" }, { completedAt: at, statusReason: "why" }],
    [
      "an archived task that ran",
      archives(words),
      { status: "in_progress", completedAt: null },
      { completedAt: at, systemTags: [archivedTag], statusMessage: "what" },
    ],
    [
      "an archived task that waited",
      archives(words),
      { status: "queued", statusBeforeQueue: "failed", execution: { queue: "q" } },
      { status: "failed", statusBeforeQueue: null, execution: {}, systemTags: [archivedTag] },
    ],
    [
      "a queue",
      queues(words, "q"),
      { status: "stopped", systemTags: [developmentTag] },
      { status: "queued", statusBeforeQueue: "stopped", systemTags: [], execution: { queue: "q" } },
    ],
    [
      "another queue",
      queues(words, "q"),
      { status: "queued", statusBeforeQueue: "failed", execution: { queue: "p" } },
      { statusBeforeQueue: "failed", execution: { queue: "q" } },
    ],
    [
      "a status for what leaves its queue",
      leavesQueue(words, "failed"),
      { status: "queued", statusBeforeQueue: "created" },
      { status: "failed", statusBeforeQueue: null },
    ],
    [
      "a task that an agent runs, which is told to stop",
      stops(words, "Ada"),
      { status: "in_progress", lastWorker: "host:0", updatedAt: at },
      { status: "in_progress", statusMessage: "stopping", completedAt: null },
    ],
    [
      "a task whose agent is silent",
      stops(words, "Ada"),
      { status: "in_progress", lastWorker: "host:0", updatedAt: earlier },
      { status: "stopped", statusMessage: "Stopped by Ada", completedAt: at },
    ],
  ])("%s", (_, edit, before, expected) => {
    const task = taskWith(before);
    const changed = edit(task);
    expect({ ...task, ...(changed.ok ? changed.value : {}) }).toMatchObject(expected);
  });
});

test.each<[Partial<TaskRecord>, boolean, boolean]>([
  [{ status: "created" }, false, true],
  [{ status: "completed" }, false, false],
  [{ status: "completed", systemTags: [archivedTag] }, false, true],
  [{ status: "published" }, true, true],
])("whether %j is deleted, by force: %j", (task, force, expected) => {
  expect(whyNotDeleted(taskWith(task), force).ok).toBe(expected);
});
