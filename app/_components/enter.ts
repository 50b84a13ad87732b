"use client";

import { signIn } from "next-auth/react";
import { actionFailure } from "@/components/form/action-failure";
import { challengeEndedMark, challengeMark } from "@/lib/core/account/challenge-marks";
import type { Refusal } from "@/lib/core/outcome";

export type Entered =
  | { as: "in" }
  | { as: "asked_for_code"; challenge: string }
  | { as: "refused"; refusal: Refusal };

/** Takes one of the ways in. A refusal is in words for the person. */
export async function enter(
  way: "password" | "mail-link" | "second-factor",
  shown: Record<string, string>,
): Promise<Entered> {
  try {
    const answer = await signIn(way, { ...shown, redirect: false });
    if (answer?.ok && !answer.error) return { as: "in" };
    const message = answer?.error ?? "Steward returned an unexpected response. Try again.";
    if (message.startsWith(challengeMark)) {
      return { as: "asked_for_code", challenge: message.slice(challengeMark.length) };
    }
    if (message.startsWith(challengeEndedMark)) {
      const ended = message.slice(challengeEndedMark.length);
      return { as: "refused", refusal: { code: "signed_out", message: ended } };
    }
    return { as: "refused", refusal: { code: "invalid", message } };
  } catch (thrown) {
    return { as: "refused", refusal: actionFailure(thrown, { online: navigator.onLine }) };
  }
}
