import { LRUCache } from "lru-cache";
import { findWorkspaceOfAccessKey } from "@/db/reads/credentials";
import { listMembershipsOf, type MembershipView } from "@/db/reads/memberships";
import {
  listPresentedCredentials,
  type PresentedCredential,
  type PresentedKey,
  type ReadAlong,
} from "@/db/reads/presented-credentials";
import { upsertCredentialUse } from "@/db/writes/credentials";
import { isExpired } from "@/lib/core/credentials/expiry";
import { accessKeyPattern } from "@/lib/core/credentials/format";
import { countLoginFailure, type LoginFailures } from "@/lib/core/credentials/login-rate-limit";
import { isIdentifier, type UserId, type WorkspaceId } from "@/lib/core/identifiers";
import type { CallMaker } from "@/lib/core/usage/call-tally";
import type { Actor } from "@/lib/core/workspace/actor";
import { roleOf } from "@/lib/core/workspace/role";
import { BatchedRead } from "./batched-read";
import { countCall } from "./call-meter";
import { now } from "./clock";
import { hashSecret, sameText } from "./crypto";
import { logUnexpected } from "./log";
import { countRefusedKey } from "./refused-keys";
import { type KeyRing, keyRingOfTurn } from "./secret-keys";
import { verifyToken } from "./signed-token";

/** A program whose credential was found standing at this very call. */
export type ApiCaller = {
  accessKey: string;
  userId: UserId;
  /** The service account whose credential it is, where it runs a task as the person of `userId`. */
  impersonatedBy?: UserId;
  workspaceId: WorkspaceId;
  /** The token that was presented, where it was no secret. */
  token?: { id: string; expiresAtMs: number };
  /** As this very call found them: see `PresentedCredential`. */
  vaultVersions?: string | undefined;
  membership?: MembershipView | undefined;
  accessVersion: number;
  ip: string;
};

export type AuthProblem =
  | {
      problem:
        | "no_credentials"
        | "bad_auth_type"
        | "bad_credentials"
        | "invalid_credentials"
        | "invalid_token";
    }
  | { problem: "rate_limited"; retryAfterSeconds: number };

export type Presented = {
  authorization: string | undefined;
  ip: string;
  worker: string | undefined;
  readsAlong?: ReadAlong | undefined;
};

const reads = {
  nothing: readsOf("nothing"),
  vaults: readsOf("vaults"),
  membership: readsOf("membership"),
} as const satisfies Record<ReadAlong, unknown>;

function readsOf(along: ReadAlong) {
  return new BatchedRead((workspaceId: WorkspaceId, keys: readonly PresentedKey[]) =>
    listPresentedCredentials(workspaceId, keys, along),
  );
}

function findPresented(
  workspaceId: WorkspaceId,
  key: PresentedKey,
  along: ReadAlong = "nothing",
): Promise<PresentedCredential | undefined> {
  return reads[along].ask(workspaceId, key);
}

export function authenticate(presented: Presented): AuthProblem | Promise<ApiCaller | AuthProblem> {
  const { authorization } = presented;
  if (!authorization) return { problem: "no_credentials" };
  const [scheme = ""] = authorization.split(" ", 1);
  const value = authorization.slice(scheme.length).trim();
  if (scheme.toLowerCase() === "bearer") return byToken(value, presented);
  if (scheme.toLowerCase() === "basic") return bySecret(value, presented);
  return { problem: "bad_auth_type" };
}

async function byToken(token: string, presented: Presented): Promise<ApiCaller | AuthProblem> {
  const standing = await findTokenHolder(token, presented.readsAlong);
  if (!standing) return afterFailedToken(token, presented);
  const { workspaceId, accessKey } = standing;
  noteUse({ workspaceId, accessKey, userId: standing.impersonatedBy ?? standing.userId }, presented);
  return { ...standing, ip: presented.ip };
}

/** The member that a token authenticates. Undefined if the token is wrong, expired or revoked. */
export async function findTokenHolder(
  token: string,
  readsAlong?: ReadAlong,
): Promise<Omit<ApiCaller, "ip"> | undefined> {
  const claims = readToken(token);
  if (!claims) return undefined;
  const { workspaceId, accessKey, userId, impersonatedBy } = claims;
  const key = { accessKey, tokenId: claims.token?.id ?? null, asUserId: impersonatedBy ? userId : null };
  const credential = await findPresented(workspaceId, key, readsAlong);
  const holder = impersonatedBy ?? userId;
  if (!credential || credential.userId !== holder || isExpired(credential.expiresAt, now())) return undefined;
  return { ...claims, ...foundWith(credential) };
}

async function bySecret(encoded: string, presented: Presented): Promise<ApiCaller | AuthProblem> {
  const pair = decodePair(encoded);
  if (!pair) return { problem: "bad_credentials" };
  const workspaceId = workspaces.get(pair.accessKey) ?? (await findWorkspaceOf(pair.accessKey));
  const key = { accessKey: pair.accessKey, tokenId: null, asUserId: null };
  const credential = workspaceId && (await findPresented(workspaceId, key, presented.readsAlong));
  const right =
    credential &&
    sameText(hashSecret(pair.secret), credential.secretHash) &&
    !isExpired(credential.expiresAt, now());
  const subject = `${pair.accessKey.slice(0, 64)} ${presented.ip}`;
  if (!workspaceId || !right) {
    countRefusedKey(
      credential && workspaceId ? { workspaceId, accessKey: pair.accessKey } : undefined,
      presented.ip,
    );
    return afterFailedLogin(subject, "invalid_credentials");
  }
  failures.delete(subject);
  noteUse({ workspaceId, accessKey: pair.accessKey, userId: credential.userId }, presented);
  return {
    accessKey: pair.accessKey,
    userId: credential.userId,
    workspaceId,
    ...foundWith(credential),
    ip: presented.ip,
  };
}

function foundWith({ vaultVersions, membership, accessVersion }: PresentedCredential) {
  return { vaultVersions, membership, accessVersion };
}

function decodePair(encoded: string): { accessKey: string; secret: string } | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 1 ? undefined : { accessKey: text.slice(0, colon), secret: text.slice(colon + 1) };
}

const workspaces = new LRUCache<string, WorkspaceId>({ max: 10_000 });

async function findWorkspaceOf(accessKey: string): Promise<WorkspaceId | undefined> {
  if (!accessKeyPattern.test(accessKey)) return undefined;
  const found = await findWorkspaceOfAccessKey(accessKey);
  if (found) workspaces.set(accessKey, found);
  return found;
}

type TokenClaims = Pick<ApiCaller, "accessKey" | "userId" | "impersonatedBy" | "workspaceId" | "token">;
const readTokens = new LRUCache<string, { claims: TokenClaims; expiresAtMs: number; ring: KeyRing }>({
  max: 10_000,
});

/**
 * A signature that was right stays right until the token's own end, so it is worked out once for the same
 * keys.
 */
function readToken(token: string): TokenClaims | undefined {
  const known = readTokens.get(token);
  const ring = keyRingOfTurn();
  if (known && known.ring === ring && known.expiresAtMs > now().getTime()) return known.claims;
  const claims = verifyToken("api-token", token, now());
  const { tenant, credential, identity, exp, session_id: id, impersonated_by: by } = claims ?? {};
  const expiresAtMs = Number(exp) * 1000;
  const userId = (identity as { user?: unknown } | undefined)?.user;
  if (typeof tenant !== "string" || typeof credential !== "string" || typeof userId !== "string")
    return undefined;
  if (by !== undefined && typeof by !== "string") return undefined;
  const read = {
    accessKey: credential,
    userId: userId as UserId,
    workspaceId: tenant as WorkspaceId,
    ...(by === undefined ? {} : { impersonatedBy: by as UserId }),
    ...(typeof id === "string" ? { token: { id, expiresAtMs } } : {}),
  };
  readTokens.set(token, { claims: read, expiresAtMs, ring });
  return read;
}

const failures = new LRUCache<string, LoginFailures>({ max: 10_000 });

/**
 * By key (or token) and IP address together, so that one revoked agent doesn't stop others behind the same IP
 * address.
 */
function afterFailedLogin(subject: string, problem: "invalid_credentials" | "invalid_token"): AuthProblem {
  const counted = countLoginFailure(failures.get(subject), now().getTime());
  failures.set(subject, counted.failures);
  const { retryAfterSeconds } = counted;
  return retryAfterSeconds > 0 ? { problem: "rate_limited", retryAfterSeconds } : { problem };
}

function afterFailedToken(token: string, presented: Presented): AuthProblem {
  return afterFailedLogin(`${hashSecret(token)} ${presented.ip}`, "invalid_token");
}

const noted = new LRUCache<string, number>({ max: 10_000 });

/** Counts the call. When and whence is written at most once a minute per credential, and never in the way of the answer. */
function noteUse(by: CallMaker, presented: Presented): void {
  const { workspaceId, accessKey } = by;
  const at = now();
  countCall(by, at);
  if (at.getTime() - (noted.get(accessKey) ?? 0) < 60_000) return;
  noted.set(accessKey, at.getTime());
  const use = { at, worker: presented.worker?.slice(0, 200) ?? null, ip: presented.ip };
  upsertCredentialUse(workspaceId, accessKey, use).catch((error) =>
    logUnexpected(error, "noting a credential's use"),
  );
}

/**
 * A service account that may impersonate, as another member of its workspace. Nothing for anybody else; what it may do
 * goes no further than a task needs.
 */
export async function impersonate(caller: ApiCaller, userId: string): Promise<ApiCaller | undefined> {
  if (caller.impersonatedBy || !isIdentifier(userId)) return undefined;
  const as = userId as UserId;
  const { workspaceId, accessKey } = caller;
  const along = caller.vaultVersions !== undefined ? "vaults" : caller.membership ? "membership" : "nothing";
  const credential = await findPresented(workspaceId, { accessKey, tokenId: null, asUserId: as }, along);
  return credential && { ...caller, userId: as, impersonatedBy: caller.userId, ...foundWith(credential) };
}

/** The versions of the vaults that the caller's clients receive, as of its call or later. */
export async function vaultVersionsOf(caller: ApiCaller): Promise<string> {
  if (caller.vaultVersions !== undefined) return caller.vaultVersions;
  const { workspaceId, accessKey, token, userId, impersonatedBy } = caller;
  const key = { accessKey, tokenId: token?.id ?? null, asUserId: impersonatedBy ? userId : null };
  return (await findPresented(workspaceId, key, "vaults"))?.vaultVersions ?? "";
}

const memberships = new BatchedRead(listMembershipsOf);

/** The caller with a role, for what needs one, as of the call or later. Nothing when the membership ended since. */
export async function actorOf(caller: ApiCaller): Promise<Actor | undefined> {
  const membership = caller.membership ?? (await memberships.ask(caller.workspaceId, caller.userId));
  return membership && actorFrom(caller, membership);
}

export function actorFrom(caller: ApiCaller, membership: MembershipView): Actor {
  const role = caller.impersonatedBy ? "impersonated" : roleOf(membership);
  return {
    userId: caller.userId,
    name: membership.userName,
    email: membership.userEmail,
    workspaceId: caller.workspaceId,
    workspaceName: membership.workspaceName,
    role,
    via: { by: "credentials", accessKey: caller.accessKey },
    ip: caller.ip,
    ...(role === "service_account" && membership.inAdmins ? { isAdminAccount: true } : {}),
    ...(caller.impersonatedBy ? { impersonatedBy: caller.impersonatedBy } : {}),
  };
}
