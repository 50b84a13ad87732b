import { expect, test } from "vitest";
import { externalBytesOf } from "./external-bytes";

const own = "https://steward.example";

test.each([
  ["elsewhere", [{ uri: "s3://bucket/a", content_size: 5 }], 5],
  ["at another server", [{ uri: "https://files.example/files/a", content_size: 5 }], 5],
  ["at Steward, where its file counts", [{ uri: `${own}/files/a/b`, content_size: 5 }], 0],
  ["without a URL, inside the task", [{ content_size: 5 }], 0],
  ["without a size", [{ uri: "s3://bucket/a" }], 0],
  [
    "several",
    [
      { uri: "s3://a/b", content_size: 1 },
      { uri: "gs://a/b", content_size: 2 },
    ],
    3,
  ],
])("artifacts %s", (_, artifacts, bytes) => expect(externalBytesOf(artifacts, own)).toBe(bytes));

test("where files are on another server, all of them are elsewhere", () => {
  expect(externalBytesOf([{ uri: `${own}/files/a/b`, content_size: 5 }], null)).toBe(5);
});
