import { z } from "zod";
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
  cancelled: (name) => `The sign-in with ${name} was cancelled. Nothing was changed.`,
  provider_refused: (name) => `${name} refused the sign-in. Ask its administrator, or sign in another way.`,
  unreachable: (name) => `${name} could not be reached. Try again in a moment, or sign in another way.`,
  not_trusted: (name) =>
    `The response from ${name} was incomplete or could not be verified. Try again. If the problem continues, contact the operator of this server.`,
  other_browser: (name) =>
    `This response from ${name} belongs to a sign-in that was started in another browser or has expired. Start again here.`,
  unknown_provider: () => "This identity provider is no longer configured. Sign in another way.",
  connected_elsewhere: (name) =>
    `That ${name} account is connected to another Steward account. Disconnect it there first.`,
  no_email: (name) =>
    `${name} did not return an e-mail address. If you have an account here, sign in as usual, then connect ${name} under Profile.`,
  unverified_email: (name) =>
    `${name} does not report your e-mail address as verified. If you have an account here, sign in as usual, then connect ${name} under Profile.`,
  account_exists: (name) =>
    `Your e-mail address already has an account here. Sign in as usual, then connect ${name} under Profile.`,
  not_invited: () =>
    "You need an invitation to create an account, and there is none for your e-mail address. Ask an admin to invite you.",
  session_ended: (name) =>
    `Your session ended while you were signing in with ${name}. Sign in as usual, then connect ${name} under Profile.`,
  own_password: () =>
    "You are not signed in. If this e-mail address already has an account, it was not changed. Sign in with its password to join.",
  unexpected: () =>
    "Something went wrong while signing in. Try again. If the problem continues, contact the operator.",
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

const text = z.string().optional().catch(undefined);

/** The query of a page that an identity provider may send somebody back to. */
export const signInProblemQuery = z.object({ problem: text, error: text, provider: text });
export type SignInProblemQuery = z.infer<typeof signInProblemQuery>;

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
