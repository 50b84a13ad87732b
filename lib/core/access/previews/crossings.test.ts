import { expect, test } from "vitest";
import { type ComparedAction, readAndModify, type Tally } from "../diff";
import type { ObjectType } from "../object-types";
import { crossingsOf, isGain, objectsText } from "./crossings";

const tally = (action: ComparedAction, type: ObjectType, count: number): Tally => ({
  action,
  type,
  count,
  samples: [],
});

const texts = (gains: Tally[], loses: Tally[]) =>
  crossingsOf({ gains, loses }).map(
    (each) => `${isGain(each) ? "+" : "-"} ${each.from} ${each.to}: ${objectsText(each.objects)}`,
  );

test.each<[string, Tally[], Tally[], string[]]>([
  ["nothing", [], [], []],
  ["read", [tally("read", "task", 3)], [], ["+ nothing read: 3 tasks"]],
  ["modify where it was read", [tally("modify", "task", 1)], [], ["+ read modify: 1 task"]],
  [
    "modify on more than it was read before",
    [tally("read", "task", 2), tally("modify", "task", 5), tally(readAndModify, "task", 2)],
    [],
    ["+ nothing modify: 2 tasks", "+ read modify: 3 tasks"],
  ],
  [
    "all of some, and modifying of others",
    [],
    [
      ...[tally("read", "project", 1), tally("read", "task", 1_200)],
      ...[tally("modify", "task", 1_000), tally("modify", "model", 1), tally(readAndModify, "task", 999)],
    ],
    ["- modify nothing: 999 tasks", "- read nothing: 1 project, 201 tasks", "- modify read: 1 task, 1 model"],
  ],
])("each object is in one crossing: %s", (_, gains, loses, expected) => {
  expect(texts(gains, loses)).toEqual(expected);
});
