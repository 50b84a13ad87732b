import { expect, test } from "vitest";
import type { AccessDifference, Tally } from "../diff";
import type { ObjectType } from "../object-types";
import { effectsOf, effectText, ownEffectsOf } from "./effects";

const tally = (action: Tally["action"], type: ObjectType, count: number): Tally => ({
  action,
  type,
  count,
  samples: [],
});
const difference = (gains: Tally[], loses: Tally[] = []): AccessDifference => ({
  principal: "ada",
  gains,
  loses,
});

test.each<[string, AccessDifference[], string[]]>([
  ["nobody", [], []],
  ["one on one object", [difference([tally("read", "queue", 1)])], ["1 gains read on 1 object"]],
  [
    "two on the same number of objects",
    [
      difference([], [tally("modify", "task", 1_200), tally("modify", "project", 1)]),
      difference([], [tally("modify", "task", 1_201)]),
    ],
    ["2 lose modify, each on 1,201 objects"],
  ],
  [
    "both ways and both actions",
    [
      difference([tally("read", "task", 3), tally("modify", "task", 2)]),
      difference([tally("read", "model", 40)], [tally("read", "task", 1)]),
    ],
    ["2 gain read, each on 3 to 40 objects", "1 gains modify on 2 objects", "1 loses read on 1 object"],
  ],
])("a preview counts who gains and who loses: %s", (_, differences, texts) => {
  expect(effectsOf(differences).map(effectText)).toEqual(texts);
});

test("what one user gains and loses is counted by type", () => {
  const gains = [
    tally("read", "project", 1),
    tally("read", "dataset_version", 2),
    tally("modify", "task", 1),
  ];
  expect(ownEffectsOf(difference(gains, [tally("read", "queue", 5)]))).toEqual({
    gains: ["Read 1 project, 2 dataset versions", "Modify 1 task"],
    loses: ["Read 5 queues"],
  });
});
