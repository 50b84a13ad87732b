import { inTransaction, type Transaction } from "@/db/client";
import { findAccountByEmail, findPasswordHash, findProfile } from "@/db/reads/accounts";
import {
  findIdentityHolder,
  type IdentityKey,
  type IdentityRow,
  listIdentities,
} from "@/db/reads/identities";
import { listInvitationsFor } from "@/db/reads/invitations";
import { deleteIdentity, insertIdentity } from "@/db/writes/identities";
import { takeLocks } from "@/db/writes/locks";
import { mayBeUsed } from "@/lib/core/account/email";
import {
  decideIdentity,
  type Identity,
  type IdentityChoice,
  type IdentityFacts,
  type IdentityProblem,
  isOnlyWayIn,
  ownsDomain,
} from "@/lib/core/account/identity";
import type { UserId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";
import { identityProviders, issuerOf, nameOfProvider } from "@/lib/server/identity-providers";
import { isMailConfigured } from "@/lib/server/mail";
import { insertPerson, lockEmail } from "../account/accounts";
import { recordOwnEvent } from "../account/events";
import { takeOverAccount } from "../account/take-over";
import { recordAudit, subjectOf, subjectOfEntry } from "../audit/audit";
import { actingOnSelf, type Revalidated, revalidateSelf } from "../rights/revalidate-actor";
import { findKnownWorkspaces, type KnownWorkspaces, retryWhenJoined } from "../workspace/every-workspace";
import { personalWorkspaceOf } from "../workspace/personal-workspace";
import { signInAgainFirst } from "./passwords";
import { type Device, hasFreshSession, lockForSignIn, type NewSession, startSession } from "./sessions";
import { isSignUpOpen } from "./sign-up";

type Account = { id: UserId; name: string; email: string };
type Linker = ActorWith<"profile.edit">;

export type IdentityAnswer =
  | { as: "signed_in"; session: NewSession }
  | { as: "connected" }
  | { as: "refused"; problem: IdentityProblem };

/**
 * Somebody whom an identity provider has just vouched for. With a `linker` it is connected to the account of
 * that session; without one it opens an account. The provider brings its own second factor: none is asked
 * here.
 */
export async function enterByIdentity(
  provider: string,
  given: Identity,
  { linker, device }: { linker: Linker | undefined; device: Device },
): Promise<IdentityAnswer> {
  const identity = withUsableEmail(given);
  return retryWhenJoined(async () => {
    const { email } = identity;
    const invited = email !== null && (await listInvitationsFor(email, now(), 1)).length > 0;
    const holder = await findIdentityHolder(keyOf(provider, identity));
    const expected = holder?.userId ?? (email === null ? undefined : (await findAccountByEmail(email))?.id);
    const known = expected && (await findKnownWorkspaces(expected));
    const entering = { provider, identity, linker, invited, ip: device.ip, known };
    return inTransaction(async (tx): Promise<IdentityAnswer> => {
      const settled = await settleIdentity(tx, entering);
      if ("as" in settled) return settled;
      const session = await startSession(tx, settled.account, provider, device, known?.workspaces ?? []);
      return { as: "signed_in", session };
    });
  });
}

function withUsableEmail(identity: Identity): Identity {
  const { email } = identity;
  if (email === null || mayBeUsed(email, settings().dotlessDomains)) return identity;
  return { ...identity, email: null, claim: "missing" };
}

type Entering = {
  provider: string;
  identity: Identity;
  linker: Linker | undefined;
  invited: boolean;
  ip: string | null;
  /** Of the account that it seems to be about. */
  known: KnownWorkspaces | undefined;
};

async function settleIdentity(
  tx: Transaction,
  entering: Entering,
): Promise<{ account: Account } | Extract<IdentityAnswer, { as: "connected" | "refused" }>> {
  const { identity, linker, ip } = entering;
  const account = identity.email === null ? undefined : await lockEmail(tx, identity.email);
  const holder = await lockAccounts(tx, entering, account);
  const decision = decideIdentity(await factsOf(tx, entering, holder?.userId, account));
  switch (decision.take) {
    case "refuse":
      return { as: "refused", problem: decision.problem };
    case "nothing":
      return { as: "connected" };
    case "sign_in":
      if (!holder) throw new Error("A known identity has no account.");
      return { account: { ...holder, id: holder.userId } };
    case "create": {
      const email = addressOf(identity);
      const origin = { by: "identity_provider", provider: entering.provider } as const;
      const facts = { name: identity.name, email, passwordHash: null, emailProven: true, origin, ip };
      const created = { id: await insertPerson(tx, facts), name: identity.name, email };
      await connect(tx, entering, created);
      return { account: created };
    }
    case "take_over":
      if (!account) throw new Error("The account to take over does not exist.");
      await takeOverAccount(tx, { account, passwordHash: null, ip, known: entering.known });
      await connect(tx, entering, account);
      return { account };
    case "link_to_address":
      if (!account) throw new Error("The account to link to does not exist.");
      await lockForSignIn(tx, account.id, entering.known?.workspaces ?? []);
      await connect(tx, entering, account);
      return { account };
    case "link_to_linker":
      if (!linker) throw new Error("Nobody asked to connect an identity.");
      return linkTo(tx, linker, entering);
  }
}

function keyOf(provider: string, { subject }: Identity): IdentityKey {
  return { provider, issuer: issuerOf(provider) ?? "", subject };
}

/** The accounts that it may be about; whose the identity is can't change after that. */
async function lockAccounts(tx: Transaction, { provider, identity, linker }: Entering, account?: Account) {
  const find = () => findIdentityHolder(keyOf(provider, identity), tx);
  const concerned = [account?.id, linker?.userId, (await find())?.userId];
  await takeLocks(tx, { accounts: concerned.filter((id) => id !== undefined) });
  return find();
}

async function factsOf(
  tx: Transaction,
  { provider, identity, linker, invited }: Entering,
  holderId: UserId | undefined,
  account: Account | undefined,
): Promise<IdentityFacts> {
  const isProven = account && (await findProfile(account.id, tx))?.emailProvenAt;
  const connection = settings().identityProviders.find(({ id }) => id === provider);
  return {
    known: !holderId ? "nobody" : holderId === linker?.userId ? "linker" : "somebody",
    claim: identity.claim,
    account: !account ? "none" : isProven ? "proven" : "unproven",
    linker: !linker ? "none" : linker.userId === account?.id ? "holds_the_address" : "holds_another",
    invited,
    openSignUp: await isSignUpOpen(tx),
    ownsDomain: ownsDomain(connection?.domains ?? [], identity.email),
  };
}

async function linkTo(tx: Transaction, linker: Linker, entering: Entering) {
  const outcome = await revalidateSelf(tx, linker, "profile.edit");
  if (!outcome.ok) return { as: "refused", problem: "session_ended" } as const;
  const { userId: id, name, email } = linker;
  await connect(tx, entering, { id, name, email: email ?? "" }, outcome.value);
  return { as: "connected" } as const;
}

async function connect(
  tx: Transaction,
  entering: Entering,
  account: Account,
  revalidated?: Revalidated,
): Promise<void> {
  const { provider, identity, ip } = entering;
  await insertIdentity(tx, {
    ...keyOf(provider, identity),
    userId: account.id,
    email: identity.email,
    createdAt: now(),
  });
  const workspaceId = await personalWorkspaceOf(tx, account.id);
  const subject = revalidated
    ? subjectOf(revalidated, workspaceId)
    : subjectOfEntry(workspaceId, account, ip);
  await recordAudit(tx, subject, {
    event: "account.identity_connected",
    targetId: account.id,
    targetName: account.name,
    after: { provider, email: identity.email },
  });
}

function addressOf(identity: Identity): string {
  if (identity.email === null) throw new Error("An account needs an address.");
  return identity.email;
}

/**
 * What a user must show before connecting a provider. An identity outlives a password change, so an
 * unattended session must not be able to add one.
 */
export async function mayConnectIdentity(actor: Linker, choice: { provider: string }): Promise<Outcome> {
  if (!identityProviders().some(({ id }) => id === choice.provider)) {
    return refused("not_found", "This identity provider is no longer configured.");
  }
  return (await hasFreshSession(actor)) ? done() : signInAgainFirst;
}

export type OwnIdentity = IdentityRow & { providerName: string; isConfigured: boolean };

export async function listOwnIdentities(actor: ActorWith<"profile.edit">): Promise<OwnIdentity[]> {
  return (await listIdentities(actor.userId)).map((row) => ({
    ...row,
    providerName: nameOfProvider(row.provider),
    isConfigured: isConfigured(row),
  }));
}

/** A provider whose name leads to another issuer by now doesn’t know the people of the one before. */
function isConfigured({ provider, issuer }: IdentityKey): boolean {
  return issuer === issuerOf(provider);
}

/** Disconnects the identity from the account. The last way to sign in is kept. */
export async function disconnectIdentity(
  actor: ActorWith<"profile.edit">,
  choice: IdentityChoice,
): Promise<Outcome<{ providerName: string }>> {
  const providerName = nameOfProvider(choice.provider);
  return actingOnSelf(actor, "profile.edit", async (tx, revalidated) => {
    const identities = await listIdentities(actor.userId, tx);
    const chosen = identities.find(
      ({ provider, subject }) => provider === choice.provider && subject === choice.subject,
    );
    if (!chosen) return refused("not_found", `${providerName} is no longer connected.`);
    const others = identities.filter((each) => each !== chosen && isConfigured(each));
    const hasPassword = (await findPasswordHash(actor.userId, tx)) !== null;
    if (isOnlyWayIn({ hasPassword, mailConfigured: isMailConfigured(), otherIdentities: others.length })) {
      return refused(
        "conflict",
        `${providerName} is your only way to sign in. Set a password or connect another provider first.`,
      );
    }
    await deleteIdentity(tx, actor.userId, chosen);
    await recordOwnEvent(tx, revalidated, {
      event: "account.identity_disconnected",
      before: { provider: choice.provider, email: chosen.email },
    });
    return done({ providerName });
  });
}
