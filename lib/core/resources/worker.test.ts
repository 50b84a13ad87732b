import { expect, test } from "vitest";
import { livingProperties, machineStatsOf, withProperties } from "./worker";

const at = new Date("2026-03-01T12:00:00Z");
const property = (key: string, value: string, expiresAt: string | null = null) => ({ key, value, expiresAt });

test("a property takes the place of an earlier one with its key, and expired ones are left out", () => {
  const before = [property("a", "1"), property("b", "1"), property("c", "1", "2026-03-01T12:00:00Z")];
  const added = [property("b", "2"), property("d", "1", "2026-03-01T12:00:01Z"), property("d", "2")];
  expect(withProperties(before, added, at)).toEqual([
    property("a", "1"),
    property("b", "2"),
    property("d", "2"),
  ]);
  expect(livingProperties(before, at)).toEqual(before.slice(0, 2));
});

test("only figures that ClearML knows are kept of a machine", () => {
  const reported = {
    ...{ cpu_usage: [1, 2.5], memory_free: 12, gpu_usage: ["x"], disk_read: "fast" },
    ...{ network_tx: null, secret: 5, gpu_temperature: Array(513).fill(1) },
  };
  expect(machineStatsOf(reported)).toEqual({ cpu_usage: [1, 2.5], memory_free: 12 });
  expect(machineStatsOf({})).toEqual({});
});
