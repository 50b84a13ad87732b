import { inTransaction } from "@/db/client";
import {
  type CredentialView,
  countCredentials,
  findCredential,
  listCredentials,
} from "@/db/reads/credentials";
import { deleteCredential, insertCredential, updateCredentialLabel } from "@/db/writes/credentials";
import { expiryFrom } from "@/lib/core/credentials/expiry";
import type { CredentialChoice, CredentialLabel, NewCredentials } from "@/lib/core/credentials/inputs";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, pageOf } from "@/lib/core/page";
import { type ActorWith, grant } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { hashSecret, newAccessKey, newSecretKey } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "./audit";

export type CreatedCredentials = {
  accessKey: string;
  /** Shown once: only its hash is kept. */
  plaintextSecret: string;
  label: string;
  expiresAt: Date | null;
};

export async function createCredentials(
  actor: ActorWith<"credentials.manage_own">,
  wanted: NewCredentials,
): Promise<Outcome<CreatedCredentials>> {
  const createdAt = now();
  const expiresAt = expiryFrom(wanted.expires, wanted.date, createdAt);
  if (expiresAt === undefined) {
    return refused("invalid", "The credentials were not created.", { date: "Choose a day from today on." });
  }
  const accessKey = newAccessKey();
  const plaintextSecret = newSecretKey();
  await inTransaction(async (tx) => {
    await insertCredential(tx, {
      accessKey,
      workspaceId: actor.workspaceId,
      userId: actor.userId,
      label: wanted.label,
      secretHash: hashSecret(plaintextSecret),
      createdAt,
      expiresAt,
    });
    await recordAudit(tx, subjectOf(actor), {
      event: "credentials.created",
      targetId: accessKey,
      targetName: wanted.label,
      after: { label: wanted.label, expiresAt: expiresAt?.toISOString() ?? null },
    });
  });
  return done({ accessKey, plaintextSecret, label: wanted.label, expiresAt });
}

const perPage = 20;

/** One's own, or everybody's for those who administer the workspace. */
export async function listCredentialsPage(
  actor: ActorWith<"credentials.manage_own">,
  whose: "own" | "everybody",
  pageNumber: number,
): Promise<Page<CredentialView>> {
  const everybody = whose === "everybody" && grant(actor, "credentials.manage_all") !== undefined;
  const ownerId = everybody ? undefined : actor.userId;
  const total = await countCredentials(actor.workspaceId, ownerId);
  const page = pageOf(total, pageNumber, perPage);
  return { ...page, rows: await listCredentials(actor.workspaceId, ownerId, page) };
}

const mostOverTheWire = 1_000;

/** For programs, which ask for their own without paging. */
export function listOwnCredentials(actor: ActorWith<"credentials.manage_own">): Promise<CredentialView[]> {
  return listCredentials(actor.workspaceId, actor.userId, { limit: mostOverTheWire, offset: 0 });
}

export async function relabelCredentials(
  actor: ActorWith<"credentials.manage_own">,
  change: CredentialLabel,
): Promise<Outcome> {
  return inTransaction(async (tx) => {
    const credential = await findCredential(actor.workspaceId, change.accessKey, tx);
    if (!credential || !mayManage(actor, credential)) return gone;
    if (credential.label === change.label) return done();
    if (!(await updateCredentialLabel(tx, actor.workspaceId, change.accessKey, change.label))) return gone;
    await recordAudit(tx, subjectOf(actor), {
      event: "credentials.relabeled",
      targetId: change.accessKey,
      targetName: change.label,
      before: { label: credential.label },
      after: { label: change.label },
    });
    return done();
  });
}

/** At once and for good: every call, with the secret or with a token drawn by it, looks for the row first. */
export async function revokeCredentials(
  actor: ActorWith<"credentials.manage_own">,
  choice: CredentialChoice,
): Promise<Outcome> {
  return inTransaction(async (tx) => {
    const credential = await findCredential(actor.workspaceId, choice.accessKey, tx);
    if (!credential || !mayManage(actor, credential)) return gone;
    if (!(await deleteCredential(tx, actor.workspaceId, choice.accessKey))) return gone;
    await recordAudit(tx, subjectOf(actor), {
      event: "credentials.revoked",
      targetId: choice.accessKey,
      targetName: credential.label,
      before: { label: credential.label, userId: credential.userId },
    });
    return done();
  });
}

const gone = refused("not_found", "These credentials are no longer there.");

function mayManage(actor: ActorWith<"credentials.manage_own">, credential: { userId: string }): boolean {
  return credential.userId === actor.userId || grant(actor, "credentials.manage_all") !== undefined;
}
