import { z } from "zod";
import type { Outcome } from "@/lib/core/outcome";
import { newAdminVault } from "@/lib/core/vault/admin-vault";
import { vaultEdit } from "@/lib/core/vault/inputs";
import { vaultFormats } from "@/lib/core/vault/model/types";
import { targetOf, type VaultType, vaultTypes } from "@/lib/core/vault/vault-types";
import { type ActorWith, grant } from "@/lib/core/workspace/actor";
import {
  type AdminVaultView,
  findAdminVault,
  findVaultGroup,
} from "@/lib/operations/vaults/admin-vault-view";
import {
  createAdminVault,
  deleteAdminVault,
  editAdminVault,
  switchAdminVault,
} from "@/lib/operations/vaults/admin-vaults";
import { prepareVaultText } from "@/lib/operations/vaults/vault-check";
import {
  deleteOwnVault,
  findOwnVault,
  findOwnVaultId,
  saveOwnVault,
  switchOwnVault,
} from "@/lib/operations/vaults/vaults";
import { actorWith, type Call, type CallAnswer, type CallContext, call, refuse, WireRefusal } from "../call";

const savedVault = z.object({
  group: z.string().nullish(),
  vault: z.object({
    id: z.string().nullish(),
    scope: z.string().nullish(),
    type: z.string().nullish(),
    format: z.enum(vaultFormats).nullish(),
    enabled: z.boolean().nullish(),
    data: vaultEdit.shape.text.nullish(),
    description: z.string().nullish(),
    /** Exactly these groups; `group` adds one to those that the vault has. */
    groups: z.array(z.string()).nullish(),
  }),
});
type SavedVault = z.output<typeof savedVault>;
type Which = "new" | "old" | "either";

export const vaultAdministrationCalls: Record<string, Call> = {
  "users.add_or_update_vault": call("2.15", savedVault, (context, wanted) => save(context, wanted, "either")),
  "users.set_vault": call("2.15", savedVault, (context, wanted) => save(context, wanted, "either")),
  "users.create_vault": call("2.15", savedVault, (context, wanted) => save(context, wanted, "new")),
  "users.update_vault": call("2.15", savedVault, (context, wanted) => save(context, wanted, "old")),

  "users.delete_vaults": call(
    "2.15",
    z.object({ vaults: z.array(z.string()).min(1).max(500) }),
    async (context, { vaults }) => {
      const actor = await actorWith(context, "vaults.edit_own");
      const manager = grant(await context.actor(), "vaults.manage");
      const ownId = await findOwnVaultId(actor);
      const ids = [...new Set(vaults)];
      // Before anything is deleted: one unknown id keeps all of them.
      for (const vaultId of ids) {
        if (vaultId === ownId || (manager && (await findAdminVault(manager, { vaultId })))) continue;
        throw new WireRefusal("invalidId");
      }
      let deleted = 0;
      for (const vaultId of ids) {
        const outcome =
          vaultId === ownId || !manager
            ? await deleteOwnVault(actor)
            : await deleteAdminVault(manager, { vaultId });
        if (!outcome.ok && outcome.refusal.code !== "not_found")
          throw refuse("dataValidationError", outcome.refusal);
        if (outcome.ok) deleted += 1;
      }
      return { data: { deleted } };
    },
  ),
};

async function save(context: CallContext, { group, vault }: SavedVault, which: Which): Promise<CallAnswer> {
  const actor = await actorWith(context, "vaults.edit_own");
  const manager = grant(await context.actor(), "vaults.manage");
  const type = typeOf(vault.type);
  const isOfGroup = Boolean(group) || vault.groups != null || (vault.scope != null && vault.scope !== "user");
  if (isOfGroup && !manager) throw new WireRefusal("roleNotAllowed");
  const own = await findOwnVaultId(actor);
  const before =
    manager && vault.id && vault.id !== own
      ? await findAdminVault(manager, { vaultId: vault.id })
      : undefined;
  if (manager && (isOfGroup || before)) {
    if (vault.id && !before) throw new WireRefusal("invalidId");
    if (before && which === "new") throw new WireRefusal("expectedUniqueData", "this vault already exists");
    if (before) return editFields(manager, before, { group, vault }, type);
    if (which === "old") throw new WireRefusal("invalidId");
    return create(manager, { group, vault }, type);
  }
  if (type !== undefined && type !== "config")
    throw new WireRefusal("notImplemented", "personal vaults of this type");
  if (vault.id && vault.id !== own) throw new WireRefusal("invalidId");
  if (which === "old" && own === undefined) throw new WireRefusal("invalidId");
  if (which === "new" && own !== undefined) {
    throw new WireRefusal("expectedUniqueData", "a personal vault already exists");
  }
  return saveOwn(context, actor, vault);
}

function typeOf(given: string | null | undefined): VaultType | undefined {
  if (given == null) return undefined;
  const known = vaultTypes.find((type) => type === given);
  if (!known) throw new WireRefusal("notImplemented", "vaults of this type");
  return known;
}

async function create(
  manager: ActorWith<"vaults.manage">,
  { group, vault }: SavedVault,
  type: VaultType = "config",
): Promise<CallAnswer> {
  const groupIds = vault.groups ?? (group ? [group] : []);
  const name = vault.description || (await nameOfFirst(manager, groupIds)) || "Administrator vault";
  const { data: text = "", format = "hocon", enabled = true } = withoutNulls(vault);
  const wanted = newAdminVault.safeParse({ name, groupIds, type, format, text, enabled });
  if (!wanted.success) throw new WireRefusal("dataValidationError", wanted.error.issues[0]?.message);
  const { vaultId } = resultOf(await createAdminVault(manager, wanted.data));
  return { data: { vault: vaultId } };
}

async function nameOfFirst(manager: ActorWith<"vaults.manage">, groupIds: string[]) {
  const [groupId] = groupIds;
  return groupId === undefined ? undefined : (await findVaultGroup(manager, groupId))?.name;
}

/** What is not named stays as it is. */
async function editFields(
  manager: ActorWith<"vaults.manage">,
  before: AdminVaultView,
  { group, vault }: SavedVault,
  type: VaultType = before.type,
): Promise<CallAnswer> {
  if (type !== before.type)
    throw new WireRefusal("dataValidationError", "the type of a vault stays as it is");
  if (before.text === null && vault.data == null)
    throw new WireRefusal("dataValidationError", "the text of this vault can't be read: send another");
  const had = before.groups.map(({ id }) => id);
  const fields = newAdminVault.safeParse({
    name: vault.description || before.name,
    groupIds: vault.groups ?? (group ? [...had, group] : had),
    type,
    format: vault.format ?? before.format,
    text: vault.data ?? before.text ?? "",
    enabled: vault.enabled ?? before.enabled,
  });
  if (!fields.success) throw new WireRefusal("dataValidationError", fields.error.issues[0]?.message);
  const { enabled, name, groupIds, format, text } = fields.data;
  // Before anything is written: a vault that is off keeps a text with errors, and would then stay off with it.
  resultOf(await prepareVaultText({ text, format }, enabled, targetOf({ scope: "group", type })));
  const base = { revision: before.revision, name: before.name, groupIds: had };
  const edit = { vaultId: before.id, name, groupIds, format, text, turnOff: !enabled, base };
  const saved = resultOf(await editAdminVault(manager, edit));
  if (!saved.saved) throw new WireRefusal("dataValidationError", "the vault has just been edited");
  if (enabled && !saved.vault.enabled)
    resultOf(await switchAdminVault(manager, { vaultId: before.id, enabled }));
  return { data: { vault: before.id } };
}

function withoutNulls({ data, format, enabled }: SavedVault["vault"]) {
  return { data: data ?? undefined, format: format ?? undefined, enabled: enabled ?? undefined };
}

function resultOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw refuse("dataValidationError", outcome.refusal);
  return outcome.value;
}

/** What is not named stays as it is. */
async function saveOwn(
  context: CallContext,
  actor: ActorWith<"vaults.edit_own">,
  vault: SavedVault["vault"],
): Promise<CallAnswer> {
  const before = await findOwnVault(await actorWith(context, "vaults.read_own"));
  const { text, format } = { text: vault.data ?? before.text, format: vault.format ?? before.format };
  const enabled = vault.enabled ?? before.enabled;
  // As above.
  resultOf(await prepareVaultText({ text, format }, enabled));
  const edit = { text, format, baseRevision: before.revision, turnOff: !enabled };
  const saved = resultOf(await saveOwnVault(actor, edit));
  if (!saved.saved) throw new WireRefusal("dataValidationError", "the vault has just been edited");
  if (enabled && !saved.vault.enabled) resultOf(await switchOwnVault(actor, { enabled }));
  return { data: { vault: await findOwnVaultId(actor) } };
}
