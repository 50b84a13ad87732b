/** Prefix of a challenge, which a sign-in returns instead of a session. */
export const challengeMark = "second-factor:";

/** Prefix of a refusal that also ended the challenge. */
export const challengeEndedMark = "second-factor-ended:";
