import { beforeEach, expect, test } from "vitest";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { countRefusedKey, giveBackRefusedKeys, takeRefusedKeys } from "./refused-keys";

beforeEach(() => {
  takeRefusedKeys();
});

const workspaceId = "w" as WorkspaceId;
const total = (counted: { attempts: number }[]) => counted.reduce((sum, { attempts }) => sum + attempts, 0);

test("attempts are counted by credentials and network", () => {
  for (const ip of ["192.0.2.1", "192.0.2.1", "2001:db8::1", "2001:db8::2"]) {
    countRefusedKey({ workspaceId, accessKey: "A" }, ip);
  }
  countRefusedKey(undefined, "192.0.2.1");
  expect(takeRefusedKeys().map(({ target, network, attempts }) => [target, network, attempts])).toEqual([
    ["w/A", "192.0.2.1", 2],
    ["w/A", "2001:db8:0:0::/64", 2],
    ["", "192.0.2.1", 1],
  ]);
  expect(takeRefusedKeys()).toEqual([]);
});

type Made = Parameters<typeof countRefusedKey>;

test.each<[string, (each: number) => Made]>([
  ["networks", (each) => [undefined, `2001:db8:0:${each.toString(16)}::1`]],
  ["credentials", (each) => [{ workspaceId, accessKey: `${each}` }, "192.0.2.1"]],
])("any number of %s is counted in little room, and none is lost", (_, made) => {
  for (let each = 0; each < 20_000; each += 1) countRefusedKey(...made(each));
  const counted = takeRefusedKeys();
  expect(counted.length).toBeLessThan(1_500);
  expect(total(counted)).toBe(20_000);
});

test("what could not be stored is counted on", () => {
  countRefusedKey(undefined, "192.0.2.1");
  const taken = takeRefusedKeys();
  countRefusedKey(undefined, "192.0.2.1");
  giveBackRefusedKeys(taken);
  expect(takeRefusedKeys()).toMatchObject([{ target: "", network: "192.0.2.1", attempts: 2 }]);
});
