import { z } from "zod";
import { credentialLabel } from "@/lib/core/credentials/inputs";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import { issueApiToken, longestTokenSeconds } from "@/lib/operations/api-tokens";
import {
  createCredentials,
  listOwnCredentials,
  relabelCredentials,
  revokeCredentials,
} from "@/lib/operations/credentials";
import { type Call, type CallContext, call, refuse, WireRefusal } from "../call";

const anyKey = z.string().max(200);
const label = credentialLabel.shape.label.nullish().transform((text) => text ?? "");

export const authCalls: Record<string, Call> = {
  "auth.login": call(
    "1.0",
    z.object({ expiration_sec: z.number().int().min(1).max(longestTokenSeconds).nullish() }),
    async (context, { expiration_sec }) => {
      const actor = await context.actor();
      refuseOtherIdentity(context, actor);
      return { data: { token: issueApiToken(context.caller, actor, expiration_sec ?? undefined) } };
    },
  ),

  "auth.create_credentials": call("1.0", z.object({ label }), async (context, wanted) => {
    const outcome = await createCredentials(await manager(context), {
      label: wanted.label,
      expires: "never",
      date: "",
    });
    if (!outcome.ok) throw refuse("validationError", outcome.refusal);
    const { accessKey, plaintextSecret } = outcome.value;
    return {
      data: {
        credentials: { access_key: accessKey, secret_key: plaintextSecret, label: outcome.value.label },
      },
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
          last_used_from: credential.lastUsedWorker ?? credential.lastUsedAddress,
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

async function manager(context: CallContext): Promise<ActorWith<"credentials.manage_own">> {
  const granted = grant(await context.actor(), "credentials.manage_own");
  if (!granted) throw new WireRefusal("notAuthorized");
  return granted;
}

function refuseOtherIdentity({ headers }: CallContext, actor: Actor): void {
  const impersonated = headers["x-clearml-impersonate-as"];
  const actedAs = headers["x-clearml-act-as"];
  const tenant = headers["x-clearml-tenant"];
  if (impersonated && actedAs)
    throw new WireRefusal("invalidHeaders", "only one impersonation header is allowed");
  for (const other of [impersonated, actedAs]) {
    if (other && other !== actor.userId)
      throw new WireRefusal("impersonationError", "not allowed for these credentials");
  }
  if (tenant && tenant !== actor.workspaceId) throw new WireRefusal("invalidCredentials");
}
