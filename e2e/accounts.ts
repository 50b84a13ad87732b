import { inTransaction } from "@/db/client";
import { type Key, makeCredentials as makeKey } from "@/db/testing/factories/credentials";
import type { Account } from "@/db/testing/factories/person";
import {
  actAs,
  makeSession as makeSessionRow,
  type Place,
  sessionLifetimeSeconds,
} from "@/db/testing/factories/session";
import { updateActiveWorkspace } from "@/db/writes/sessions";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { resultOf } from "@/lib/entry/samples";
import { makeResetLink as resetLinkFor } from "@/lib/operations/account/administration";
import { editGroup } from "@/lib/operations/workspace/groups";
import { limitCredentials } from "@/lib/operations/workspace/workspaces";
import { sessionCookieName } from "@/lib/server/session-cookie";
import { signToken } from "@/lib/server/signed-token";

export type MadeSession = { id: string; cookie: { name: string; value: string; url: string } };

const device = {
  ip: "127.0.0.1",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
};

/** A session with the cookie that a browser sends for it. */
export async function makeSession(
  account: Account,
  { url, workspaceId }: { url: string; workspaceId?: WorkspaceId },
): Promise<MadeSession> {
  const id = await makeSessionRow(account, workspaceId, device);
  const iat = Math.floor(Date.now() / 1000);
  const value = signToken("session", { sub: account.id, sid: id, iat, exp: iat + sessionLifetimeSeconds });
  return { id, cookie: { name: sessionCookieName(), value, url } };
}

/** What another tab does that chooses another workspace. */
export async function switchSession(session: MadeSession, workspaceId: WorkspaceId): Promise<void> {
  await inTransaction((tx) => updateActiveWorkspace(tx, session.id, workspaceId));
}

export async function limitLife(place: Place, days: 30): Promise<void> {
  await actAs(place, "credentials.limit", (actor) => limitCredentials(actor, { days, seen: null }));
}

/** Credentials as a client's configuration spells them. */
export const asConfigured = ({ accessKey, secret }: Key) => ({ access_key: accessKey, secret_key: secret });

export async function makeCredentials(place: Place, label: string) {
  return asConfigured(await makeKey(place, { label }));
}

/** What an admin in another browser does. */
export async function renameGroup(place: Place, groupId: string, from: string, to: string): Promise<void> {
  const edit = { groupId, name: to, description: "", base: { name: from, description: "" } };
  await actAs(place, "groups.manage", (actor) => editGroup(actor, edit));
}

export async function makeResetLink(account: Account): Promise<string> {
  return resultOf(await resetLinkFor(account.email)).link;
}
