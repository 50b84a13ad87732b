import { expect, test } from "vitest";
import type { UserId, WorkspaceId } from "../identifiers";
import { type CallMaker, type CallTally, dayOf, tallyByCredentials, tallyByProject } from "./call-tally";

const ada: CallMaker = { workspaceId: "lab" as WorkspaceId, accessKey: "A", userId: "ada" as UserId };
const ben: CallMaker = { workspaceId: "lab" as WorkspaceId, accessKey: "B", userId: "ben" as UserId };
const morning = Date.parse("2026-11-29T08:00:00Z");
const nextDay = Date.parse("2026-11-30T00:00:00Z");

const told = (tally: CallTally<CallMaker>) =>
  tally.unstored().map(({ day, accessKey, calls }) => `${day} ${accessKey} ${calls}`);

test("a day is told in UTC", () => {
  expect(dayOf(new Date("2026-11-29T23:59:59.999Z"))).toBe("2026-11-29");
});

test("a count is the whole of a day, whatever of it is stored", () => {
  const tally = tallyByCredentials();
  tally.count(ada, morning);
  tally.count(ada, morning);
  tally.count(ben, morning);
  expect(told(tally)).toEqual(["2026-11-29 A 2", "2026-11-29 B 1"]);
  tally.wasStored(tally.unstored());
  expect(told(tally)).toEqual([]);
  tally.count(ada, nextDay - 1);
  expect(told(tally)).toEqual(["2026-11-29 A 3"]);
});

test("a call between telling and storing is told the next time", () => {
  const tally = tallyByCredentials();
  tally.count(ada, morning);
  const stored = tally.unstored();
  tally.count(ada, morning);
  tally.wasStored(stored);
  expect(told(tally)).toEqual(["2026-11-29 A 2"]);
});

test("each day has counts of its own, and one that is over is forgotten once it is stored", () => {
  const tally = tallyByCredentials();
  tally.count(ada, morning);
  tally.count(ben, morning);
  tally.wasStored(tally.unstored().slice(0, 1));
  tally.count(ada, nextDay);
  expect(told(tally)).toEqual(["2026-11-29 B 1", "2026-11-30 A 1"]);
  expect(tally.size).toBe(3);
  tally.wasStored(tally.unstored());
  expect(told(tally)).toEqual([]);
  expect(tally.size).toBe(1);
});

test("a clock that is set back over midnight does not begin the day again", () => {
  const tally = tallyByCredentials();
  tally.count(ada, nextDay);
  tally.count(ada, nextDay - 1);
  tally.count(ada, nextDay);
  expect(told(tally)).toEqual(["2026-11-30 A 3"]);
});

test("projects are told apart by their workspace as well", () => {
  const tally = tallyByProject();
  const lab = "lab" as WorkspaceId;
  const mill = "mill" as WorkspaceId;
  for (const workspaceId of [lab, mill, lab]) tally.count({ workspaceId, projectId: "p" }, morning);
  expect(tally.unstored()).toEqual([
    { workspaceId: lab, projectId: "p", day: "2026-11-29", calls: 2 },
    { workspaceId: mill, projectId: "p", day: "2026-11-29", calls: 1 },
  ]);
});
