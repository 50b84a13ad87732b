import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { evaluationReport, perClassTable, weights } from "./contents";
import { drawStreet } from "./street-picture";

test("a picture is a whole PNG, the same at each start", () => {
  const picture = drawStreet(3);
  expect(picture.equals(drawStreet(3))).toBe(true);
  expect(picture.equals(drawStreet(4))).toBe(false);
  const types: string[] = [];
  let pixels = Buffer.alloc(0);
  for (let at = 8; at < picture.length; ) {
    const length = picture.readUInt32BE(at);
    const type = picture.toString("latin1", at + 4, at + 8);
    types.push(type);
    if (type === "IDAT") pixels = inflateSync(picture.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  expect(types).toEqual(["IHDR", "IDAT", "IEND"]);
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([320, 200]);
  expect(pixels.length).toBe((320 * 3 + 1) * 200);
  // The checksum of IEND, which has no data, is the same in every PNG.
  expect(picture.subarray(-4).toString("hex")).toBe("ae426082");
});

test("weights name each tensor with its place", () => {
  const file = weights(1);
  const length = Number(file.readBigUInt64LE());
  const { __metadata__: metadata, ...tensors } = JSON.parse(file.toString("utf8", 8, 8 + length));
  expect(metadata).toEqual({ format: "pt" });
  let end = 0;
  for (const { shape, data_offsets: offsets } of Object.values<{ shape: number[]; data_offsets: number[] }>(
    tensors,
  )) {
    expect(offsets).toEqual([end, end + 4 * shape.reduce((product, size) => product * size, 1)]);
    end = offsets[1] ?? 0;
  }
  expect(file.length).toBe(8 + length + end);
});

test("tables and reports can be read", () => {
  const rows = perClassTable(1)
    .toString()
    .trim()
    .split("\n")
    .map((row) => row.split(","));
  expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([5]));
  expect(JSON.parse(evaluationReport(1).toString()).classes.length).toBe(rows.length - 1);
});
