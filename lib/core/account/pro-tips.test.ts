import { expect, test } from "vitest";
import { dueTip, proTips, withTipSeen } from "./pro-tips";

const day = 86_400_000;
const at = (days: number) => new Date(Date.UTC(2026, 0, 1) + days * day);

test.each<[string, Parameters<typeof dueTip>[0], boolean]>([
  ["after the first sign-in", { seen: [], shownAt: null, signedInAt: at(0), now: at(0) }, true],
  ["twice within a day", { seen: [], shownAt: at(0), signedInAt: at(0.5), now: at(0.9) }, false],
  ["a day later without a sign-in", { seen: [], shownAt: at(0), signedInAt: at(0), now: at(5) }, false],
  ["a day later, after a sign-in", { seen: [], shownAt: at(0), signedInAt: at(0.5), now: at(1) }, true],
])("a tip %s: %#", (_, state, isDue) => {
  expect(dueTip(state) !== undefined).toBe(isDue);
});

test("no tip comes twice before all were shown, nor twice in a row", () => {
  let seen: string[] = [];
  const shown: string[] = [];
  for (let visit = 0; visit < proTips.length * 3; visit += 1) {
    const tip = dueTip({ seen, shownAt: at(visit), signedInAt: at(visit + 1), now: at(visit + 1) });
    if (!tip) throw new Error("No tip was due.");
    shown.push(tip.id);
    seen = withTipSeen(seen, tip.id);
  }
  for (let round = 0; round < 3; round += 1) {
    const ofRound = shown.slice(round * proTips.length, (round + 1) * proTips.length);
    expect(new Set(ofRound).size).toBe(proTips.length);
  }
  expect(shown.every((id, index) => id !== shown[index - 1])).toBe(true);
});

test("tips that no longer exist are forgotten", () => {
  const [first] = proTips;
  expect(withTipSeen(["gone"], first?.id ?? "")).toEqual([first?.id]);
});

test("each tip has an ID of its own", () => {
  expect(new Set(proTips.map(({ id }) => id)).size).toBe(proTips.length);
});
