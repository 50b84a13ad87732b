import { expect, test } from "vitest";
import {
  type ChainBreak,
  type ChainState,
  checkHead,
  describeBreak,
  emptyChain,
  type HashCheck,
  type HeadFacts,
  takeEntry,
} from "./chain";

type Link = { number: number; previousHash: string; hash: string };
const first: Link = { number: 1, previousHash: "", hash: "a" };
const second: Link = { number: 2, previousHash: "a", hash: "b" };
const third: Link = { number: 3, previousHash: "b", hash: "c" };

function follow(links: [Link, HashCheck][]): ChainState | ChainBreak {
  let state = emptyChain;
  for (const [link, check] of links) {
    const taken = takeEntry(state, link, check);
    if ("broken" in taken) return taken.broken;
    state = taken.state;
  }
  return state;
}

test.each<[string, [Link, HashCheck][], ChainState | ChainBreak]>([
  ["nothing", [], emptyChain],
  ["one entry", [[first, "signed"]], { number: 1, hash: "a", plainUntil: 0 }],
  [
    "plain entries before signed ones",
    [
      [first, "plain"],
      [second, "plain"],
      [third, "signed"],
    ],
    { number: 3, hash: "c", plainUntil: 2 },
  ],
  [
    "plain entries alone",
    [
      [first, "plain"],
      [second, "plain"],
    ],
    { number: 2, hash: "b", plainUntil: 2 },
  ],
  [
    "a plain entry after a signed one",
    [
      [first, "signed"],
      [second, "plain"],
    ],
    { number: 2, problem: "unsigned" },
  ],
  [
    "a plain entry after plain and signed ones",
    [
      [first, "plain"],
      [second, "signed"],
      [third, "plain"],
    ],
    { number: 3, problem: "unsigned" },
  ],
  ["no first entry", [[second, "signed"]], { number: 1, problem: "missing" }],
  [
    "a gap",
    [
      [first, "signed"],
      [third, "signed"],
    ],
    { number: 2, problem: "missing" },
  ],
  ["an altered entry", [[first, "wrong"]], { number: 1, problem: "altered" }],
  ["an entry of a lost key", [[first, "unknown_key"]], { number: 1, problem: "unknown_key" }],
  [
    "an entry that follows another",
    [
      [first, "signed"],
      [{ ...second, previousHash: "x" }, "signed"],
    ],
    { number: 2, problem: "moved" },
  ],
])("a log with %s", (_, links, result) => {
  expect(follow(links)).toEqual(result);
});

const whole: ChainState = { number: 3, hash: "c", plainUntil: 0 };
const head: HeadFacts = { number: 3, hash: "c", seal: "right" };

test.each<[string, ChainState, HeadFacts | undefined, ChainBreak | undefined]>([
  ["the same end", whole, head, undefined],
  ["an end further on", whole, { ...head, number: 5 }, { number: 4, problem: "tail_missing" }],
  ["an end before", whole, { ...head, number: 2 }, { number: 3, problem: "tail_added" }],
  ["another hash", whole, { ...head, hash: "x" }, { number: 3, problem: "head_altered" }],
  ["a seal that is wrong", whole, { ...head, seal: "wrong" }, { number: 3, problem: "head_altered" }],
  ["no seal", whole, { ...head, seal: "none" }, { number: 3, problem: "head_unsealed" }],
  ["a seal of a lost key", whole, { ...head, seal: "unknown_key" }, { number: 3, problem: "unknown_key" }],
  ["no head row", whole, undefined, { number: 3, problem: "head_missing" }],
  ["nothing in it", emptyChain, { number: 0, hash: "", seal: "right" }, { number: 1, problem: "empty" }],
])("a log compared with a head with %s", (_, state, facts, result) => {
  expect(checkHead(state, facts)).toEqual(result);
});

test("a break is said in one sentence", () => {
  expect(describeBreak({ number: 4, problem: "tail_missing" })).toBe(
    "entry 4 is missing, and so are all later entries",
  );
});
