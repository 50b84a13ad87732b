import type { Outcome } from "@/lib/core/outcome";
import { resultOf } from "@/lib/entry/samples";
import type { NewSession } from "@/lib/operations/sign-in/sessions";
import type { Entry } from "@/lib/operations/sign-in/sign-in";

/** The session that a sign-in began; throws where it was refused or wants a second factor. */
export function sessionOf(outcome: Outcome<Entry>): NewSession {
  const entry = resultOf(outcome);
  if ("challenge" in entry) throw new Error("A second factor is wanted.");
  return entry.session;
}

/** What is brought back with the second factor; throws where none is wanted. */
export function challengeOf(outcome: Outcome<Entry>): string {
  const entry = resultOf(outcome);
  if (!("challenge" in entry)) throw new Error("No second factor is wanted.");
  return entry.challenge;
}
