import { z } from "zod";
import { accessKeyPattern } from "@/lib/core/credentials/format";
import { credentialLabel } from "@/lib/core/credentials/inputs";
import {
  issueApiToken,
  longestTokenSeconds,
  revokePresentedToken,
} from "@/lib/operations/credentials/api-tokens";
import {
  createLongestCredentials,
  listOwnCredentials,
  relabelCredentials,
  revokeCredentials,
} from "@/lib/operations/credentials/credentials";
import { findTokenHolder } from "@/lib/server/api-caller";
import { actorWith, type Call, type CallContext, call, openCall, refuse, WireRefusal } from "../call";

/** What can't be a key is nobody's, and not every text can be looked up in the database. */
const anyKey = z.string().transform((text) => (accessKeyPattern.test(text) ? text : ""));
const label = credentialLabel.shape.label.nullish().transform((text) => text ?? "");

const manager = (context: CallContext) => actorWith(context, "credentials.manage_own");

export const authCalls: Record<string, Call> = {
  "auth.login": call(
    "1.0",
    z.object({ expiration_sec: z.number().int().min(1).max(longestTokenSeconds).nullish() }),
    async (context, { expiration_sec }) => {
      const actor = await context.actor();
      return { data: { token: await issueApiToken(context.caller, actor, expiration_sec ?? undefined) } };
    },
    { impersonates: true, readsAlong: "membership" },
  ),

  "auth.logout": call("2.2", z.object({}), async (context) => {
    await revokePresentedToken(context.caller, await context.actor());
    return { data: {} };
  }),

  /** Nobody signs in with a name and password of the server's configuration. */
  "auth.fixed_users_mode": openCall("2.1", z.object({}), async () => ({
    data: { enabled: false, guest: { enabled: false }, server_errors: {} },
  })),

  /** A token of another workspace counts as none. */
  "auth.validate_token": call(
    "2.1",
    z.object({ token: z.string().max(8192) }),
    async ({ caller }, { token }) => {
      const holder = await findTokenHolder(token);
      if (holder?.workspaceId !== caller.workspaceId) {
        return { data: { valid: false, msg: "The token is wrong, expired or revoked." } };
      }
      return { data: { valid: true, user: holder.userId, company: holder.workspaceId } };
    },
    { reads: true },
  ),

  "auth.create_credentials": call("1.0", z.object({ label }), async (context, wanted) => {
    const outcome = await createLongestCredentials(await manager(context), wanted.label);
    if (!outcome.ok) throw new WireRefusal("notAuthorized");
    const { accessKey, plaintextSecret, label: kept } = outcome.value;
    return {
      data: { credentials: { access_key: accessKey, secret_key: plaintextSecret, label: kept } },
    };
  }),

  "auth.get_credentials": call("1.0", z.object({}), async (context) => {
    const credentials = await listOwnCredentials(await manager(context));
    return {
      data: {
        credentials: credentials.map((credential) => ({
          access_key: credential.accessKey,
          label: credential.label,
          last_used: credential.lastUsedAt?.toISOString() ?? null,
          last_used_from: credential.lastUsedWorker ?? credential.lastUsedIp,
        })),
      },
    };
  }),

  "auth.edit_credentials": call("1.0", z.object({ access_key: anyKey, label }), async (context, change) => {
    const outcome = await relabelCredentials(await manager(context), {
      accessKey: change.access_key,
      label: change.label,
    });
    if (!outcome.ok) throw refuse("invalidAccessKey", outcome.refusal);
    return { data: { updated: 1 } };
  }),

  "auth.revoke_credentials": call("1.0", z.object({ access_key: anyKey }), async (context, choice) => {
    const outcome = await revokeCredentials(await manager(context), { accessKey: choice.access_key });
    if (!outcome.ok) throw refuse("invalidUser", outcome.refusal);
    return { data: { revoked: 1 } };
  }),
};
