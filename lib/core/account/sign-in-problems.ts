import type { IdentityProblem } from "./identity";

export type SignInProblem =
  | IdentityProblem
  | "cancelled"
  | "provider_refused"
  | "unreachable"
  | "not_trusted"
  | "other_browser"
  | "unknown_provider"
  | "own_password"
  | "unexpected";

const sentences: Record<SignInProblem, (name: string) => string> = {
  cancelled: (name) => `The sign-in at ${name} was cancelled. Nothing was changed.`,
  provider_refused: (name) => `${name} refused the sign-in. Ask whoever runs it, or sign in another way.`,
  unreachable: (name) => `${name} could not be reached. Try again in a moment, or sign in another way.`,
  not_trusted: (name) =>
    `The answer of ${name} did not come whole or could not be trusted. Try again; if it stays so, tell the operator of this Steward.`,
  other_browser: (name) =>
    `This answer of ${name} belongs to a sign-in that began elsewhere or too long ago. Begin again here.`,
  unknown_provider: () => "This identity provider is not configured here any more. Sign in another way.",
  connected_elsewhere: (name) =>
    `That account at ${name} opens somebody else’s account here. Disconnect it there first.`,
  no_email: (name) =>
    `${name} gave no e-mail address. If you have an account here, sign in as before, then connect ${name} under Profile.`,
  unverified_email: (name) =>
    `${name} does not say that your e-mail address is verified. If you have an account here, sign in as before, then connect ${name} under Profile.`,
  account_exists: (name) =>
    `Your address has an account here. Sign in as before, then connect ${name} under Profile.`,
  not_invited: () =>
    "Accounts are made by invitation here, and none waits for your address. Ask an admin for one.",
  session_ended: (name) =>
    `Your session here ended while you were at ${name}. Sign in as before, then connect ${name} under Profile.`,
  own_password: () =>
    "You are not signed in. If this address had an account before, nothing was changed: sign in with its own password to join.",
  unexpected: () => "Something went wrong while signing in. Try again; if it stays so, tell the operator.",
};

/** What the sign-in library calls them in the address of its own error page. */
const foreignNames: Record<string, SignInProblem> = {
  OAuthSignin: "unreachable",
  OAuthCallback: "not_trusted",
  Callback: "not_trusted",
  AccessDenied: "unexpected",
  Configuration: "unexpected",
  SessionRequired: "unexpected",
};

export function readSignInProblem(named: { problem?: unknown; error?: unknown }): SignInProblem | undefined {
  if (typeof named.problem === "string" && Object.hasOwn(sentences, named.problem)) {
    return named.problem as SignInProblem;
  }
  const { error } = named;
  return typeof error === "string" && Object.hasOwn(foreignNames, error) ? foreignNames[error] : undefined;
}

export function describeSignInProblem(problem: SignInProblem, providerName: string | undefined): string {
  const sentence = sentences[problem](providerName ?? "the identity provider");
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
