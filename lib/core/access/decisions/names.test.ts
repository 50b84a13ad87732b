import { expect, test } from "vitest";
import { actionMeant, namesOfAction, readDecisionNames, typeMeant } from "./names";

function read(...pairs: string[]) {
  const names = readDecisionNames(pairs);
  if ("problem" in names) throw new Error(names.problem);
  return names;
}

test("a name stands for Steward’s own, and every other name for itself", () => {
  const names = read("record=task", "write=modify", "can_read=read");
  expect(["record", "task", "write"].map((name) => typeMeant(names, name))).toEqual([
    "task",
    "task",
    "write",
  ]);
  expect(["write", "can_read", "record"].map((name) => actionMeant(names, name))).toEqual([
    "modify",
    "read",
    "record",
  ]);
  expect(namesOfAction(names, "modify")).toEqual(["modify", "write"]);
  expect(namesOfAction(names, "grant")).toEqual(["grant"]);
});

test.each([
  ["no pair", "record"],
  ["no name", "=task"],
  ["nothing that it stands for", "record="],
  ["an unknown type", "record=file"],
  ["a name of Steward", "read=modify"],
  ["a space in a name", "my record=task"],
])("%s is a problem", (_, pair) => {
  expect(readDecisionNames([pair])).toEqual({ problem: `“${pair}” is not valid.` });
});

test("a name that stands for two is a problem", () => {
  expect(readDecisionNames(["x=task", "x=read"])).toEqual({ problem: "“x=read” is not valid." });
});
