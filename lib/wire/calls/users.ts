import { z } from "zod";
import { type AgentConfiguration, findAgentConfiguration } from "@/lib/operations/agent-configuration";
import { findOwnPreferences, setOwnPreferences } from "@/lib/operations/preferences";
import { actorWith, type Call, call, refuse } from "../call";

const oneOrMany = z
  .union([z.string(), z.array(z.string()).max(50)])
  .nullish()
  .transform((given) => (given == null ? undefined : new Set([given].flat())));

/** The same configuration object comes back for as long as nothing changed, and clients ask two questions of it. */
const vaultLists = new WeakMap<AgentConfiguration, Map<string, string>>();
const mostQuestions = 8;

export const userCalls: Record<string, Call> = {
  "users.get_vaults": call(
    "2.15",
    z.object({ enabled: z.boolean().nullish(), types: oneOrMany }),
    async ({ caller }, { enabled, types }) => {
      const configuration = await findAgentConfiguration(caller);
      const written = vaultLists.get(configuration) ?? new Map<string, string>();
      vaultLists.set(configuration, written);
      const question = `${enabled ?? "any"} ${types ? [...types].sort().join() : "any"}`;
      let json = written.get(question);
      if (json === undefined) {
        const asked = configuration.vaults.filter(
          (vault) => (enabled == null || vault.enabled === enabled) && (!types || types.has(vault.type)),
        );
        json = JSON.stringify({ vaults: asked });
        if (written.size < mostQuestions) written.set(question, json);
      }
      return { json };
    },
  ),

  "users.get_current_user": call("1.0", z.object({}), async (context) => {
    const actor = await context.actor();
    const [givenName = "", ...rest] = actor.name.split(" ");
    return {
      data: {
        user: {
          id: actor.userId,
          name: actor.name,
          given_name: givenName,
          family_name: rest.join(" "),
          role: "user",
          avatar: null,
          company: { id: actor.workspaceId, name: actor.workspaceName },
        },
        getting_started: {},
        settings: {},
      },
    };
  }),

  "users.get_preferences": call("1.0", z.object({}), async (context) => {
    return { data: { preferences: await findOwnPreferences(await actorWith(context, "preferences.read")) } };
  }),

  "users.set_preferences": call(
    "1.0",
    z.object({ preferences: z.record(z.string(), z.unknown()), return_updated: z.boolean().nullish() }),
    async (context, { preferences, return_updated }) => {
      const outcome = await setOwnPreferences(await actorWith(context, "preferences.edit"), preferences);
      if (!outcome.ok) throw refuse("validationError", outcome.refusal);
      return { data: { updated: 1, fields: return_updated ? { preferences: outcome.value } : {} } };
    },
  ),
};
