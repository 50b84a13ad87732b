import type { Transaction } from "@/db/client";
import {
  type Credential,
  type CredentialFilter,
  type CredentialView,
  countCredentials,
  findCredential,
  type ListedCredential,
  listCredentials,
  listCredentialsOfPage,
  listKeysMadeBy,
} from "@/db/reads/credentials";
import { findCredentialLimit } from "@/db/reads/workspaces";
import {
  deleteCredential,
  deleteCredentials,
  insertCredential,
  updateCredentialLabel,
  updateMaker,
} from "@/db/writes/credentials";
import {
  expiryFrom,
  isWithin,
  lastDayWithin,
  limitForRole,
  longestExpiry,
} from "@/lib/core/credentials/expiry";
import type {
  CredentialLabel,
  CredentialQuery,
  CredentialRevocation,
  NewCredentials,
} from "@/lib/core/credentials/inputs";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, type PageBounds, pageOf } from "@/lib/core/page";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import { whyNoLonger } from "@/lib/core/workspace/permissions";
import { now } from "@/lib/server/clock";
import { hashSecret, newAccessKey, newSecretKey } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";

export type { ListedCredential };

export type CreatedCredentials = {
  accessKey: string;
  /** Shown once: only its hash is kept. */
  plaintextSecret: string;
  label: string;
  expiresAt: Date | null;
};

/** The maximum lifetime of the workspace applies to members who are not admins. */
export async function createCredentials(
  actor: ActorWith<"credentials.manage_own">,
  wanted: NewCredentials,
): Promise<Outcome<CreatedCredentials>> {
  return actingIn(actor, "credentials.manage_own", async (tx, revalidated) => {
    const days = await limitFor(revalidated, tx);
    const end = checkExpiry(wanted, days);
    if (!end.ok) return end;
    return done(
      await insertCredentials(tx, revalidated, {
        ownerId: actor.userId,
        label: wanted.label,
        expiresAt: end.value.expiresAt,
      }),
    );
  });
}

/** For programs, which can't name an end: they get the latest, and never a later one than their own. */
export async function createLongestCredentials(
  actor: ActorWith<"credentials.manage_own">,
  label: string,
): Promise<Outcome<CreatedCredentials>> {
  const { via, workspaceId, userId } = actor;
  return actingIn(actor, "credentials.manage_own", async (tx, revalidated) => {
    const own = via.by === "credentials" ? await findCredential(workspaceId, via.accessKey, tx) : undefined;
    const expiresAt = longestExpiry(await limitFor(revalidated, tx), now(), own?.expiresAt);
    return done(await insertCredentials(tx, revalidated, { ownerId: userId, label, expiresAt }));
  });
}

async function limitFor(actor: Actor, on: Transaction): Promise<number | null> {
  return limitForRole(actor.role, await findCredentialLimit(actor.workspaceId, on));
}

/** The end that was chosen, or why it can't be. */
export function checkExpiry(
  wanted: Pick<NewCredentials, "expires" | "date">,
  days: number | null,
): Outcome<{ expiresAt: Date | null }> {
  const at = now();
  const expiresAt = expiryFrom(wanted.expires, wanted.date, at);
  const nothing = "The credentials were not created.";
  if (expiresAt === undefined) {
    return refused("invalid", nothing, { date: "Choose today or a later day." });
  }
  if (days !== null && !isWithin(days, expiresAt, at)) {
    return refused(
      "invalid",
      nothing,
      wanted.expires === "date"
        ? {
            date: `This workspace allows at most ${days} days. The latest day is ${lastDayWithin(days, at)}.`,
          }
        : { expires: `This workspace allows at most ${days} days.` },
    );
  }
  return done({ expiresAt });
}

/** For the actor, or for a service account of theirs. The secret leaves in the answer alone. */
export async function insertCredentials(
  tx: Transaction,
  revalidated: Revalidated,
  wanted: { ownerId: UserId; label: string; expiresAt: Date | null },
): Promise<CreatedCredentials> {
  const { ownerId, label, expiresAt } = wanted;
  const accessKey = newAccessKey();
  const plaintextSecret = newSecretKey();
  await insertCredential(tx, {
    accessKey,
    workspaceId: revalidated.workspaceId,
    userId: ownerId,
    label,
    secretHash: hashSecret(plaintextSecret),
    createdAt: now(),
    expiresAt,
    createdByAccessKey: revalidated.via.by === "credentials" ? revalidated.via.accessKey : null,
  });
  await recordAudit(tx, subjectOf(revalidated), {
    event: "credentials.created",
    targetId: accessKey,
    targetName: label,
    after: {
      label,
      expiresAt: expiresAt?.toISOString() ?? null,
      ...(ownerId === revalidated.userId ? {} : { userId: ownerId }),
    },
  });
  return { accessKey, plaintextSecret, label, expiresAt };
}

const perPage = 20;

/** One's own, or everybody's for those who administer the workspace. */
export async function listCredentialsPage(
  actor: ActorWith<"credentials.manage_own">,
  query: CredentialQuery,
): Promise<Page<ListedCredential>> {
  const everybody = query.credentials === "everybody" && grant(actor, "credentials.manage_all") !== undefined;
  const filter = { ownerId: everybody ? undefined : actor.userId, search: query.search };
  return pageOfCredentials(actor.workspaceId, filter, query.page);
}

export async function pageOfCredentials(
  workspaceId: WorkspaceId,
  filter: CredentialFilter,
  pageNumber: number,
): Promise<Page<ListedCredential>> {
  const read = (bounds: PageBounds) => listCredentialsOfPage(workspaceId, filter, bounds);
  const asked = await read(pageOf(Number.MAX_SAFE_INTEGER, pageNumber, perPage));
  if (asked) return { ...pageOf(asked.total, pageNumber, perPage), rows: asked.rows };
  const last = pageOf(await countCredentials(workspaceId, filter), pageNumber, perPage);
  return { ...last, rows: (await read(last))?.rows ?? [] };
}

const mostOverTheWire = 1_000;

/** For programs, which ask for their own without paging. */
export function listOwnCredentials(actor: ActorWith<"credentials.manage_own">): Promise<CredentialView[]> {
  return listCredentials(actor.workspaceId, { ownerId: actor.userId }, { limit: mostOverTheWire, offset: 0 });
}

export async function relabelCredentials(
  actor: ActorWith<"credentials.manage_own">,
  { accessKey, label }: CredentialLabel,
): Promise<Outcome> {
  const { workspaceId } = actor;
  return actingIn(actor, "credentials.manage_own", async (tx, revalidated) => {
    const found = await findManaged(tx, actor, revalidated, accessKey);
    if (!found.ok) return found;
    const credential = found.value;
    if (credential.label === label) return done();
    if (!(await updateCredentialLabel(tx, workspaceId, accessKey, label))) return gone;
    await recordAudit(tx, subjectOf(revalidated), {
      event: "credentials.relabeled",
      targetId: accessKey,
      targetName: label,
      before: { label: credential.label },
      after: { label },
    });
    return done();
  });
}

/**
 * Takes effect immediately and permanently, because every call with the secret or a token reads the row
 * first.
 */
export async function revokeCredentials(
  actor: ActorWith<"credentials.manage_own">,
  { accessKey, alsoMade }: CredentialRevocation,
): Promise<Outcome> {
  const { workspaceId } = actor;
  return actingIn(
    actor,
    "credentials.manage_own",
    async (tx, revalidated) => {
      const found = await findManaged(tx, actor, revalidated, accessKey);
      if (!found.ok) return found;
      const { label, userId, createdByAccessKey } = found.value;
      const made = alsoMade ? await listKeysMadeBy(workspaceId, accessKey, tx) : [];
      // What stays then counts as made by what made these.
      if (!alsoMade) await updateMaker(tx, workspaceId, accessKey, createdByAccessKey);
      if (!(await deleteCredential(tx, workspaceId, accessKey))) return gone;
      await deleteCredentials(tx, workspaceId, made);
      await recordAudit(tx, subjectOf(revalidated), {
        event: "credentials.revoked",
        targetId: accessKey,
        targetName: label,
        before: { label, userId, ...(made.length > 0 ? { alsoRevoked: made } : {}) },
      });
      return done();
    },
    { takesAway: true },
  );
}

const gone = refused("not_found", "These credentials no longer exist.");

/**
 * One’s own, or anybody’s for an admin who is signed in: credentials act on those of their own member alone,
 * so that an admin’s key which was lost ends nobody else’s.
 */
async function findManaged(
  tx: Transaction,
  actor: ActorWith<"credentials.manage_own">,
  revalidated: Revalidated<"credentials.manage_own">,
  accessKey: string,
): Promise<Outcome<Credential>> {
  const credential = await findCredential(revalidated.workspaceId, accessKey, tx);
  if (!credential) return gone;
  if (credential.userId === revalidated.userId || managesAll(revalidated)) return done(credential);
  return managesAll(actor) ? refused("forbidden", whyNoLonger("credentials.manage_all")) : gone;
}

function managesAll(actor: Actor): boolean {
  return actor.via.by === "session" && grant(actor, "credentials.manage_all") !== undefined;
}
