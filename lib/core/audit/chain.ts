/** Result of checking an entry's hash. Anybody can recalculate a plain hash; a signed hash needs the key. */
export type HashCheck = "signed" | "plain" | "wrong" | "unknown_key";

export type ChainProblem =
  | "missing"
  | "moved"
  | "altered"
  | "unsigned"
  | "unknown_key"
  | "tail_missing"
  | "tail_added"
  | "head_altered"
  | "head_unsealed"
  | "head_missing"
  | "empty";

/** Where a log stops being what was written. */
export type ChainBreak = { number: number; problem: ChainProblem };

/** The part of a log that has been verified. */
export type ChainState = { number: number; hash: string; plainUntil: number };

export const emptyChain: ChainState = { number: 0, hash: "", plainUntil: 0 };

/**
 * Takes the next entry in, or says what is wrong with it. Once one entry is signed, all that follow have to
 * be.
 */
export function takeEntry(
  state: ChainState,
  entry: { number: number; previousHash: string; hash: string },
  check: HashCheck,
): { state: ChainState } | { broken: ChainBreak } {
  const broken = (problem: ChainProblem, number = entry.number) => ({ broken: { number, problem } });
  if (entry.number !== state.number + 1) return broken("missing", state.number + 1);
  if (check === "unknown_key") return broken("unknown_key");
  if (check === "wrong") return broken("altered");
  if (check === "plain" && state.plainUntil < state.number) return broken("unsigned");
  if (entry.previousHash !== state.hash) return broken("moved");
  const plainUntil = check === "plain" ? entry.number : state.plainUntil;
  return { state: { number: entry.number, hash: entry.hash, plainUntil } };
}

export type HeadFacts = {
  number: number;
  hash: string;
  seal: "right" | "wrong" | "unknown_key" | "none";
};

/** Holds what was found against the head row, which alone tells that entries at the end are gone. */
export function checkHead(state: ChainState, head: HeadFacts | undefined): ChainBreak | undefined {
  const { number } = state;
  if (!head) return { number, problem: "head_missing" };
  if (head.number > number) return { number: number + 1, problem: "tail_missing" };
  if (head.number < number) return { number: head.number + 1, problem: "tail_added" };
  if (head.seal === "none") return { number, problem: "head_unsealed" };
  if (head.seal === "unknown_key") return { number, problem: "unknown_key" };
  if (head.hash !== state.hash || head.seal === "wrong") return { number, problem: "head_altered" };
  return number === 0 ? { number: 1, problem: "empty" } : undefined;
}

const sentences: Record<ChainProblem, string> = {
  missing: "is missing",
  moved: "does not match the previous entry, which was altered or replaced",
  altered: "was altered",
  unsigned: "is not signed, although an earlier one is",
  unknown_key: "is signed with a key that STEWARD_SECRET_KEYS does not contain",
  tail_missing: "is missing, and so are all later entries",
  tail_added: "was added after the recorded end",
  head_altered: "is not the recorded end: entries after it were removed, or the record was altered",
  head_unsealed: "is the recorded end and is not signed; the server signs it at its next start",
  head_missing: "has no recorded end",
  empty: "is missing: a log is never empty",
};

export function describeBreak({ number, problem }: ChainBreak): string {
  return `entry ${number} ${sentences[problem]}`;
}
