import { expect, test } from "vitest";
import { fieldPicker, topFields } from "./pick-fields";

const document = {
  id: "t1",
  name: "Train",
  project: { id: "p1", name: "Vision" },
  execution: { queue: { id: "q1" }, artifacts: [{ key: "a" }] },
};

test.each([
  ["nothing: everything", [], document],
  ["a field, with the id", ["name"], { id: "t1", name: "Train" }],
  ["a part", ["project.name"], { id: "t1", project: { name: "Vision" } }],
  ["a part and the whole", ["project.name", "project"], { id: "t1", project: document.project }],
  ["all parts", ["project.*"], { id: "t1", project: document.project }],
  [
    "what is inside a list, as the whole list",
    ["execution.artifacts.key"],
    { id: "t1", execution: { artifacts: [{ key: "a" }] } },
  ],
  ["what is not there", ["nothing", "name.deeper"], { id: "t1", name: "Train" }],
  ["__proto__", ["__proto__.a"], { id: "t1" }],
  ["all but a field", ["-execution", "-project"], { id: "t1", name: "Train" }],
  [
    "all but a part",
    ["-execution.artifacts", "-project"],
    { id: "t1", name: "Train", execution: { queue: { id: "q1" } } },
  ],
  ["a field without one of its parts", ["project", "-project.name"], { id: "t1", project: { id: "p1" } }],
  ["all but what is not there", ["-nothing", "-name.deeper", "-__proto__"], document],
])("picks %s", (_, onlyFields, expected) => {
  const before = structuredClone(document);
  expect(fieldPicker(onlyFields)(document)).toEqual(expected);
  expect(document).toEqual(before);
});

test("the fields at the top are those that are asked for", () => {
  expect(topFields(["project.*", "name", "-comment"])).toEqual(new Set(["project", "name"]));
  expect(topFields(["-comment"])).toBeUndefined();
});
