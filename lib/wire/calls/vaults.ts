import { z } from "zod";
import { grant } from "@/lib/core/workspace/actor";
import {
  type AgentConfiguration,
  findAgentConfiguration,
  listAdministeredVaults,
  type ServedVault,
} from "@/lib/operations/vaults/agent-configuration";
import { type Call, type CallContext, call } from "../call";
import { vaultAdministrationCalls } from "./vault-administration";

const oneOrMany = z
  .union([z.string(), z.array(z.string()).max(50)])
  .nullish()
  .transform((given) => (given == null ? undefined : new Set([given].flat())));

/** The same configuration object comes back for as long as nothing changed, and clients ask two questions of it. */
const vaultLists = new WeakMap<AgentConfiguration, Map<string, string>>();
const mostQuestions = 8;

export const vaultCalls: Record<string, Call> = {
  "users.get_vaults": call(
    "2.15",
    z.object({ enabled: z.boolean().nullish(), types: oneOrMany }),
    async (context, { enabled, types }) => {
      const isAsked = (vault: { enabled: boolean; type: string }) =>
        (enabled == null || vault.enabled === enabled) && (!types || types.has(vault.type));
      const administered = enabled === true ? undefined : await listForAdministrator(context);
      if (administered) return { data: { vaults: administered.filter(isAsked) } };
      const configuration = await findAgentConfiguration(context.caller);
      const written = vaultLists.get(configuration) ?? new Map<string, string>();
      vaultLists.set(configuration, written);
      const question = `${enabled ?? "any"} ${types ? [...types].sort().join() : "any"}`;
      let json = written.get(question);
      if (json === undefined) {
        json = JSON.stringify({ vaults: configuration.vaults.filter(isAsked) });
        if (written.size < mostQuestions) written.set(question, json);
      }
      return { json };
    },
    { reads: true, readsAlong: "vaults" },
  ),

  ...vaultAdministrationCalls,
};

/** Every administrator vault, then the administrator's own one. Clients say that they want what is on. */
async function listForAdministrator(context: CallContext): Promise<ServedVault[] | undefined> {
  const manager = grant(await context.actor(), "vaults.manage");
  if (!manager) return undefined;
  const { vaults } = await findAgentConfiguration(context.caller);
  return [...(await listAdministeredVaults(manager)), ...vaults.filter(({ scope }) => scope === "user")];
}
