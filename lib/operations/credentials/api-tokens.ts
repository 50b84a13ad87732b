import { inTransaction } from "@/db/client";
import { findMembership } from "@/db/reads/memberships";
import { findServiceAccountTraits } from "@/db/reads/service-accounts";
import { insertRevokedToken } from "@/db/writes/credentials";
import { apiVersion, serverVersion } from "@/lib/core/clearml-versions";
import type { UserId } from "@/lib/core/identifiers";
import type { Actor } from "@/lib/core/workspace/actor";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { signToken } from "@/lib/server/signed-token";
import { recordAudit, subjectOfProgram } from "../audit/audit";

export const longestTokenSeconds = 365 * 86_400;

/**
 * A token for the caller's own credential. It may outlive the credential, because each call checks the
 * credential; with a short token, agents would log in before every call.
 */
export async function issueApiToken(
  caller: ApiCaller,
  actor: Actor,
  lifetimeSeconds?: number,
): Promise<string> {
  if (caller.impersonatedBy) await recordImpersonation(caller, caller.impersonatedBy, actor);
  const serviceAccountType = actor.role === "service_account" ? await serviceAccountTypeOf(actor) : undefined;
  const issuedAt = Math.floor(now().getTime() / 1000);
  return signToken("api-token", {
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + (lifetimeSeconds ?? settings().apiTokenSeconds),
    auth_type: "Bearer",
    api_version: apiVersion,
    server_version: serverVersion,
    server_build: "",
    feature_set: "advanced",
    session_id: newId(),
    tenant: caller.workspaceId,
    credential: caller.accessKey,
    ...(caller.impersonatedBy ? { impersonated_by: caller.impersonatedBy } : {}),
    identity: {
      user: actor.userId,
      user_name: actor.name,
      company: caller.workspaceId,
      company_name: actor.workspaceName,
      role: "user",
      ...(serviceAccountType ? { service_account_type: serviceAccountType } : {}),
    },
  });
}

/** Ends the token that was presented, before its time. A secret that was presented has nothing to end. */
export async function revokePresentedToken(caller: ApiCaller, actor: Actor): Promise<void> {
  const { workspaceId, token } = caller;
  if (!token) return;
  const revoked = { id: token.id, expiresAt: new Date(token.expiresAtMs) };
  await inTransaction(async (tx) => {
    await insertRevokedToken(tx, workspaceId, revoked, now());
    await recordAudit(tx, subjectOfProgram(workspaceId, { id: actor.userId, name: actor.name }, caller), {
      event: "credentials.token_revoked",
      targetId: actor.userId,
      targetName: actor.name,
    });
  });
}

/** What is done by the token then counts as the person's own: the log says who drew it. */
async function recordImpersonation(caller: ApiCaller, drawnBy: UserId, person: Actor): Promise<void> {
  const { workspaceId, accessKey, ip } = caller;
  const drawer = await findMembership(workspaceId, drawnBy);
  const name = drawer?.userName ?? "Service account";
  await inTransaction((tx) =>
    recordAudit(tx, subjectOfProgram(workspaceId, { id: drawnBy, name }, { accessKey, ip }), {
      event: "credentials.impersonated",
      targetId: person.userId,
      targetName: person.email ?? person.name,
    }),
  );
}

/** An agent that is to run tasks as their owners starts with 2 alone. */
async function serviceAccountTypeOf(actor: Actor): Promise<1 | 2> {
  const traits = await findServiceAccountTraits(actor.workspaceId, actor.userId);
  return traits?.mayImpersonate ? 2 : 1;
}
