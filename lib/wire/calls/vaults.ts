import { z } from "zod";
import { vaultEdit, vaultFormats } from "@/lib/core/vault/inputs";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { isAdministrator } from "@/lib/core/workspace/role";
import { type AgentConfiguration, findAgentConfiguration } from "@/lib/operations/vaults/agent-configuration";
import { prepareVaultText } from "@/lib/operations/vaults/vault-check";
import { findOwnVault, findOwnVaultId, saveOwnVault, switchOwnVault } from "@/lib/operations/vaults/vaults";
import { actorWith, type Call, type CallAnswer, type CallContext, call, refuse, WireRefusal } from "../call";

const oneOrMany = z
  .union([z.string(), z.array(z.string()).max(50)])
  .nullish()
  .transform((given) => (given == null ? undefined : new Set([given].flat())));

/** The same configuration object comes back for as long as nothing changed, and clients ask two questions of it. */
const vaultLists = new WeakMap<AgentConfiguration, Map<string, string>>();
const mostQuestions = 8;

const savedVault = z.object({
  group: z.string().nullish(),
  vault: z.object({
    id: z.string().nullish(),
    scope: z.string().nullish(),
    type: z.string().nullish(),
    format: z.enum(vaultFormats).nullish(),
    enabled: z.boolean().nullish(),
    data: vaultEdit.shape.text.nullish(),
  }),
});
type SavedVault = z.output<typeof savedVault>;

export const vaultCalls: Record<string, Call> = {
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
    { reads: true },
  ),

  "users.add_or_update_vault": call("2.15", savedVault, (context, wanted) => save(context, wanted, "either")),
  "users.set_vault": call("2.15", savedVault, (context, wanted) => save(context, wanted, "either")),
  "users.create_vault": call("2.15", savedVault, (context, wanted) => save(context, wanted, "new")),
  "users.update_vault": call("2.15", savedVault, (context, wanted) => save(context, wanted, "old")),

  "users.delete_vaults": call(
    "2.15",
    z.object({ vaults: z.array(z.string()).min(1).max(500) }),
    async (context, { vaults }) => {
      const ownId = await findOwnVaultId(await actorWith(context, "vaults.edit_own"));
      const unknown = vaults.find((id) => id !== ownId);
      if (unknown !== undefined) throw new WireRefusal("invalidId");
      throw new WireRefusal("notImplemented", "a personal vault can be turned off, but not deleted");
    },
  ),
};

async function save(context: CallContext, { group, vault }: SavedVault, which: "new" | "old" | "either") {
  const actor = await actorWith(context, "vaults.edit_own");
  if (group || (vault.scope ?? "user") !== "user") {
    if (!isAdministrator(actor.role)) throw new WireRefusal("roleNotAllowed");
    throw new WireRefusal("notImplemented", "vaults of groups");
  }
  if ((vault.type ?? "config") !== "config") throw new WireRefusal("notImplemented", "vaults of this type");

  const own = await findOwnVaultId(actor);
  if (vault.id && vault.id !== own) throw new WireRefusal("invalidId");
  if (which === "old" && own === undefined) throw new WireRefusal("invalidId");
  if (which === "new" && own !== undefined) {
    throw new WireRefusal("expectedUniqueData", "a personal vault already exists");
  }
  return saveFields(context, actor, vault);
}

/** What is not named stays as it is. */
async function saveFields(
  context: CallContext,
  actor: ActorWith<"vaults.edit_own">,
  vault: SavedVault["vault"],
): Promise<CallAnswer> {
  const before = await findOwnVault(await actorWith(context, "vaults.read_own"));
  const { text, format } = { text: vault.data ?? before.text, format: vault.format ?? before.format };
  const enabled = vault.enabled ?? before.enabled;
  // Before anything is written: a vault that is off keeps a text with errors, and would then stay off with it.
  const fit = await prepareVaultText({ text, format }, enabled);
  if (!fit.ok) throw refuse("dataValidationError", fit.refusal);
  const edit = { text, format, baseRevision: before.revision, turnOff: !enabled };
  const saved = await saveOwnVault(actor, edit);
  if (!saved.ok) throw refuse("dataValidationError", saved.refusal);
  if (!saved.value.saved) throw new WireRefusal("dataValidationError", "the vault has just been edited");
  if (enabled && !saved.value.vault.enabled) {
    const switched = await switchOwnVault(actor, { enabled });
    if (!switched.ok) throw refuse("dataValidationError", switched.refusal);
  }
  return { data: { vault: await findOwnVaultId(actor) } };
}
