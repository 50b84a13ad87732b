import { expect, test } from "vitest";
import { lossesOfDeletingTask, lossesOfDeletingTasks, lossesOfTask, sumOfContents } from "./losses";

const nothing = {
  models: 0,
  logLines: 0,
  scalars: 0,
  samples: 0,
  plots: 0,
  files: 0,
  bytes: 0,
  objects: 0,
  children: 0,
};

test.each([
  [nothing, []],
  [
    { ...nothing, models: 1, logLines: 1_200, scalars: 3, samples: 1, plots: 2, files: 2, bytes: 1_500_000 },
    [
      "1,200 lines of its log, 3 scalars, 1 debug sample and 2 plots",
      "1 model that only it uses",
      "2 uploaded files, 1.5 MB",
    ],
  ],
  [{ ...nothing, scalars: 1, files: 1, bytes: 12 }, ["1 scalar", "1 uploaded file, 12 B"]],
])("a reset of a task with %j names what is lost", (contents, losses) => {
  expect(lossesOfTask(contents)).toEqual(losses);
});

test("a deletion names the rules and the children too", () => {
  expect(lossesOfDeletingTask({ ...nothing, children: 2 })).toEqual([
    "The access rules about it",
    "2 tasks made from it lose their parent",
  ]);
});

test("a deletion of several tasks names what they hold together", () => {
  const contents = sumOfContents([
    { ...nothing, scalars: 2, models: 1, children: 1 },
    { ...nothing, scalars: 1, files: 1, bytes: 12 },
  ]);
  expect(lossesOfDeletingTasks(contents)).toEqual([
    "3 scalars",
    "1 uploaded file, 12 B",
    "1 model that nothing else uses",
    "The access rules about them",
    "1 task made from them loses its parent",
  ]);
});
