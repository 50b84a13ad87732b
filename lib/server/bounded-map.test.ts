import { expect, test } from "vitest";
import { BoundedMap } from "./bounded-map";

const held = (map: BoundedMap<string, number>, keys: string) =>
  [...keys].filter((key) => map.get(key) !== undefined);

test("forgets what was longest unused", () => {
  const map = new BoundedMap<string, number>(3);
  for (const [index, key] of [..."abc"].entries()) map.set(key, index);
  map.get("a");
  map.set("d", 3);
  expect(held(map, "abcd").join("")).toBe("acd");
});

test("counts an entry that is set again once, and as used", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  map.set("a", 3);
  map.set("c", 4);
  expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([3, undefined, 4]);
});

test("looking for what is not there forgets nothing", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  map.get("c");
  expect(held(map, "abc").join("")).toBe("ab");
});

test("makes room by deleting", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 0);
  map.set("b", 2);
  map.delete("a");
  map.set("c", 3);
  expect(held(map, "abc").join("")).toBe("bc");
});

test("never holds more than its limit", () => {
  const map = new BoundedMap<number, number>(10);
  for (let key = 0; key < 1_000; key += 1) map.set(key, key);
  const kept = Array.from({ length: 1_000 }, (_, key) => map.get(key)).filter((value) => value !== undefined);
  expect(kept).toEqual([990, 991, 992, 993, 994, 995, 996, 997, 998, 999]);
});
