import { expect, test } from "vitest";
import { placeOf } from "./places";

const task = { id: "t", name: "run", path: "vision/detector" };
const queue = { id: "q", name: "gpu", path: null };

test.each([
  [task, ["t", "d", "v"], "t", task],
  [task, ["t", "d", "v"], "d", { id: "d", name: "detector", path: "vision" }],
  [task, ["t", "d", "v"], "v", { id: "v", name: "vision", path: null }],
  [task, ["t", "d", "v"], "x", undefined],
  [task, ["t", "d", "v", "w"], "w", undefined],
  [queue, ["q"], "q", queue],
  [queue, ["q"], "v", undefined],
])("the place in the path of %j, chain %j, with the ID %s", (object, chain, id, expected) => {
  expect(placeOf(object, chain, id)).toEqual(expected);
});
