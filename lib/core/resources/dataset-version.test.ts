import { describe, expect, test } from "vitest";
import { parentsOfVersion, versionFigures } from "./dataset-version";

const nothing = {
  ...{ version: null, files: null, links: null, bytes: null, compressedBytes: null, changes: null },
};

test.each([
  ["nothing written yet", {}, nothing],
  [
    "all that the SDK writes",
    {
      ...{ version: "1.4.0", ds_file_count: 4, ds_link_count: 0, ds_total_size: 600 },
      ...{ ds_total_size_compressed: 489, ds_change_add: 4, ds_change_remove: 0, ds_change_modify: 1 },
    },
    {
      ...{ version: "1.4.0", files: 4, links: 0, bytes: 600, compressedBytes: 489 },
      changes: { added: 4, removed: 0, modified: 1 },
    },
  ],
  ["numbers as text", { ds_file_count: "12", ds_total_size: "1e3" }, { ...nothing, files: 12, bytes: 1000 }],
  [
    "a part of the changes",
    { ds_change_add: 2 },
    { ...nothing, changes: { added: 2, removed: 0, modified: 0 } },
  ],
  ["anything else", { version: 2, ds_file_count: -1, ds_total_size: {}, ds_change_add: "many" }, nothing],
])("figures of a version: %s", (_, runtime, expected) => {
  expect(versionFigures(runtime)).toEqual(expected);
});

describe("the parents of a version", () => {
  const structure = JSON.stringify({
    0: { job_id: "child", name: "numbers", version: "2.0.0", parents: ["1", 2, "9"] },
    1: { job_id: "first", name: "numbers", version: "1.0.0", parents: [] },
    2: { job_id: "other", name: "", parents: ["1"] },
  });
  test.each([
    [
      "child",
      [
        { id: "first", name: "numbers", version: "1.0.0" },
        { id: "other", name: "other", version: null },
      ],
    ],
    ["other", [{ id: "first", name: "numbers", version: "1.0.0" }]],
    ["first", []],
    ["nobody", []],
  ])("of %s", (id, expected) => {
    expect(parentsOfVersion(structure, id)).toEqual(expected);
  });

  test.each(["", "{", "[]", "null", '{"0":1}', '{"0":{"job_id":"a","parents":{}}}'])(
    "in %j: none",
    (text) => {
      expect(parentsOfVersion(text, "a")).toEqual([]);
    },
  );
});
