import type { Outcome } from "@/lib/core/outcome";
import type { NewSession } from "@/lib/operations/sign-in/sessions";
import type { Entry } from "@/lib/operations/sign-in/sign-in";

/** The session that a sign-in began; throws where it was refused or wants a second factor. */
export function sessionOf(outcome: Outcome<Entry>): NewSession {
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  if ("challenge" in outcome.value) throw new Error("A second factor is wanted.");
  return outcome.value.session;
}

/** What is brought back with the second factor; throws where none is wanted. */
export function challengeOf(outcome: Outcome<Entry>): string {
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  if (!("challenge" in outcome.value)) throw new Error("No second factor is wanted.");
  return outcome.value.challenge;
}
