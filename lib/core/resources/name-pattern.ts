import { done, type Outcome, refused } from "../outcome";
import { PatternReader } from "./pattern-reader";

/**
 * What a list searches names for. Clients send regular expressions in Python's syntax; nearly all are an escaped name
 * between anchors, which an index can find.
 */
export type NamePattern =
  | { readonly kind: "exact" | "prefix" | "contains"; readonly text: string; readonly ignoreCase: boolean }
  /** In PostgreSQL's syntax for advanced regular expressions. */
  | { readonly kind: "regex"; readonly regex: string; readonly ignoreCase: boolean };

export const mostPatternLength = 1_000;

/** Refuses what can't be matched in time that grows with the text alone: references back, and looks around. */
export function readNamePattern(pattern: string, ignoreCase = false): Outcome<NamePattern> {
  if (pattern.length > mostPatternLength) {
    return refused("invalid", `The pattern is longer than ${mostPatternLength} characters.`);
  }
  const read = new PatternReader(pattern).read();
  if ("problem" in read) {
    return refused("invalid", `The pattern can’t be read at character ${read.at + 1}: ${read.problem}.`);
  }
  const caseless = ignoreCase || read.ignoreCase;
  const literal = read.literal;
  if (!literal) return done({ kind: "regex", regex: read.regex, ignoreCase: caseless });
  const { text, fromStart, toEnd } = literal;
  if (toEnd && !fromStart) return done({ kind: "regex", regex: read.regex, ignoreCase: caseless });
  return done({ kind: toEnd ? "exact" : fromStart ? "prefix" : "contains", text, ignoreCase: caseless });
}
