import { z } from "zod";
import { emailAddress, mayBeUsed } from "../account/email";
import { personName } from "../account/name";
import { newPassword } from "../account/password";
import { identifier, isIdentifier, type WorkspaceId, workspaceIdentifier } from "../identifiers";

export type InvitationStatus = "pending" | "accepted" | "declined" | "withdrawn";
/** How a link reaches the invited user. */
export type InvitationMeans = "mailed" | "copied";

export const invitationLifetimeMs = 7 * 86_400_000;
const mostEmailsAtOnce = 50;

export type EmailVerdict =
  | "invited"
  | "not_an_email"
  | "twice"
  | "member"
  | "already_invited"
  | "no_seat"
  | "budget_spent";

export type JudgedEmail = { email: string; verdict: EmailVerdict };

export type InvitingFacts = {
  /** In lower case, as all addresses are kept. */
  memberEmails: ReadonlySet<string>;
  invitedEmails: ReadonlySet<string>;
  /** Infinite where nothing limits them. */
  seatsLeft: number;
  /** Of what the inviter may send today. */
  budgetLeft: number;
  /** Domains without a dot that the operator allows. */
  dotlessDomains: readonly string[];
};

/** Each address by itself: a slip in one keeps no other from being invited. */
export function judgeEmails(emails: readonly string[], facts: InvitingFacts): JudgedEmail[] {
  const seen = new Set<string>();
  let { budgetLeft, seatsLeft } = facts;
  return emails.map((given): JudgedEmail => {
    const parsed = emailAddress.safeParse(given);
    if (!parsed.success || !mayBeUsed(parsed.data, facts.dotlessDomains))
      return { email: given.trim(), verdict: "not_an_email" };
    const email = parsed.data;
    if (seen.has(email)) return { email, verdict: "twice" };
    seen.add(email);
    if (facts.memberEmails.has(email)) return { email, verdict: "member" };
    if (facts.invitedEmails.has(email)) return { email, verdict: "already_invited" };
    if (seatsLeft <= 0) return { email, verdict: "no_seat" };
    if (budgetLeft <= 0) return { email, verdict: "budget_spent" };
    seatsLeft -= 1;
    budgetLeft -= 1;
    return { email, verdict: "invited" };
  });
}

/** The token of a link names its workspace, so that looking it up stays in there. */
export function invitationToken(workspaceId: WorkspaceId, secret: string): string {
  return `${workspaceId}.${secret}`;
}

export function readInvitationToken(token: string): { workspaceId: WorkspaceId } | undefined {
  const [workspaceId = "", secret = "", ...rest] = token.split(".");
  if (!isIdentifier(workspaceId) || secret.length < 32 || rest.length > 0) return undefined;
  return { workspaceId: workspaceId as WorkspaceId };
}

export type ClosedInvitation = "used" | "declined" | "withdrawn" | "expired";

/** Why an invitation can no longer be answered. Undefined while it can. */
export function whyClosed(
  { status, expiresAt }: { status: InvitationStatus; expiresAt: Date },
  now: Date,
): ClosedInvitation | undefined {
  if (status !== "pending") return status === "accepted" ? "used" : status;
  return expiresAt > now ? undefined : "expired";
}

/**
 * Whether a mailed link still shows whose the address is: another link of the same invitation was used before it,
 * and the account that was made so never proved the address.
 */
export function stillProves(facts: {
  closed: ClosedInvitation;
  means: InvitationMeans;
  account: "none" | "proven" | "unproven";
  expiresAt: Date;
  now: Date;
}): boolean {
  const { closed, means, account, expiresAt, now } = facts;
  return closed === "used" && means === "mailed" && account === "unproven" && expiresAt > now;
}

export type AcceptanceFacts = {
  means: InvitationMeans;
  account: "none" | "proven" | "unproven";
  /** Who is signed in, as seen from the invitation. */
  signedInAs: "nobody" | "invited" | "somebody_else";
};

export type Acceptance = "new_account" | "join_or_sign_in" | "accept" | "sign_in" | "other_account" | "prove";

/**
 * What the person with the link has to do. A mailed link to an account that never proved its address lets the real
 * holder take the account over. A copied one proves nothing, and the inviter may have it too: until
 * somebody signs in, all that it leads to is the same whether the address has an account.
 */
export function decideAcceptance({ means, account, signedInAs }: AcceptanceFacts): Acceptance {
  if (signedInAs === "somebody_else") return "other_account";
  if (means === "copied" && signedInAs === "nobody") return "join_or_sign_in";
  if (account === "none") return "new_account";
  if (account === "unproven" && means === "mailed") return "prove";
  return signedInAs === "invited" ? "accept" : "sign_in";
}

/** What a link leads to. Undefined if it no longer works. */
export function decideLink(
  facts: AcceptanceFacts & {
    status: InvitationStatus;
    expiresAt: Date;
    now: Date;
  },
): { acceptance: Acceptance; isUsed: boolean } | undefined {
  const closed = whyClosed(facts, facts.now);
  if (closed && !stillProves({ ...facts, closed })) return undefined;
  return { acceptance: decideAcceptance(facts), isUsed: closed !== undefined };
}

const linkToken = z.string().min(1).max(200);

export const newInvitations = z.object({
  emails: z
    .array(z.string().max(320, "An e-mail address can have at most 320 characters."))
    .min(1, "Enter at least one e-mail address.")
    .max(mostEmailsAtOnce, `Enter at most ${mostEmailsAtOnce} e-mail addresses at a time.`),
});
export type NewInvitations = z.infer<typeof newInvitations>;

export const invitationChoice = z.object({ invitationId: identifier });
export type InvitationChoice = z.infer<typeof invitationChoice>;

export const notifiedInvitation = z.object({
  workspaceId: workspaceIdentifier,
  invitationId: identifier,
});
export type NotifiedInvitation = z.infer<typeof notifiedInvitation>;

export const linkedInvitation = z.object({ token: linkToken });

export const acceptingPerson = z.object({ token: linkToken, name: personName, password: newPassword });
export type AcceptingPerson = z.infer<typeof acceptingPerson>;

export const provingPerson = z.object({ token: linkToken, password: newPassword });
export type ProvingPerson = z.infer<typeof provingPerson>;
