import { describe, expect, test } from "vitest";
import { mayDeleteFile, mayReadFile, mayWriteFile } from "./file-access";

const [uploader, member, admin] = [
  { userId: "uploader", isAdministrator: false },
  { userId: "member", isAdministrator: false },
  { userId: "admin", isAdministrator: true },
];
const may = (action: "read" | "modify", taskId: string) =>
  taskId === "mine" || (taskId === "readable" && action === "read");
const [readable, hidden] = ["a".repeat(32), "b".repeat(32)];
const mayReadModel = (modelId: string) => modelId === readable;
const file = (taskId: string | null, path = "Lab/notes.txt", modelIds: string[] = []) => ({
  ...{ taskId, path, modelIds, uploadedBy: "uploader" },
});

describe("a file", () => {
  test.each([
    [null, uploader, [true, true]],
    [null, member, [false, false]],
    [null, admin, [true, true]],
    ["mine", member, [true, true]],
    ["readable", member, [true, false]],
    ["readable", uploader, [true, false]],
    ["hidden", uploader, [false, false]],
    ["hidden", admin, [true, true]],
  ])("of task %j, asked for by %j: read and delete %j", (taskId, asker, expected) => {
    const asked = [
      mayReadFile(file(taskId), asker, may, mayReadModel),
      mayDeleteFile(file(taskId), asker, may),
    ];
    expect(asked).toEqual(expected);
  });

  test.each([
    [null, readable, member, [true, false]],
    [null, hidden, member, [false, false]],
    ["hidden", readable, member, [false, false]],
    ["mine", hidden, member, [true, true]],
  ])(
    "of task %j in a folder of model %s, asked for by %j: read and delete %j",
    (taskId, modelId, asker, expected) => {
      const found = file(taskId, `Lab/weights.${modelId}/metrics/1.png`);
      const asked = [mayReadFile(found, asker, may, mayReadModel), mayDeleteFile(found, asker, may)];
      expect(asked).toEqual(expected);
    },
  );

  test.each([
    [null, [hidden, readable], member, [true, false]],
    [null, [hidden], member, [false, false]],
    [null, [hidden], uploader, [true, true]],
    ["hidden", [readable], member, [false, false]],
  ])(
    "of task %j, left for models %j, asked for by %j: read and delete %j",
    (taskId, modelIds, asker, expected) => {
      const found = file(taskId, `Lab/train.${"c".repeat(32)}/weights.pt`, modelIds);
      const asked = [mayReadFile(found, asker, may, mayReadModel), mayDeleteFile(found, asker, may)];
      expect(asked).toEqual(expected);
    },
  );

  test.each([
    [null, undefined, member, true],
    ["mine", undefined, member, true],
    ["readable", undefined, member, false],
    [null, file(null), uploader, true],
    [null, file(null), member, false],
    [null, file(null), admin, true],
    ["mine", file(null), member, true],
    ["mine", file("mine"), member, true],
    [null, file("hidden"), member, false],
    ["mine", file("hidden"), member, false],
  ])("for task %j in place of %j by %j: %j", (taskId, existing, asker, expected) => {
    expect(mayWriteFile({ taskId, existing }, asker, may)).toBe(expected);
  });
});
