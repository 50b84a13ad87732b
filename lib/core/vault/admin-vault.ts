import { z } from "zod";
import { shownName } from "../account/name";
import { identifier, userIdentifier } from "../identifiers";
import { listQuery, pageNumber } from "../list-query";
import { actionNames } from "./admin-vault-words";
import { vaultEdit } from "./inputs";
import { vaultTypes } from "./vault-types";

export const mostAdminVaults = 200;
export const mostGroupsOfVault = 100;

const groupIds = z
  .array(identifier)
  .max(mostGroupsOfVault, `A vault can be given to at most ${mostGroupsOfVault} groups.`)
  .transform((ids) => [...new Set(ids)].sort());

const fields = {
  name: shownName("A vault name"),
  groupIds,
  format: vaultEdit.shape.format,
  text: vaultEdit.shape.text,
};

export const newAdminVault = z.object({
  ...fields,
  type: z.enum(vaultTypes),
  /** A vault that is off may contain errors. */
  enabled: z.boolean(),
});
export type NewAdminVault = z.infer<typeof newAdminVault>;

export const adminVaultEdit = z.object({
  vaultId: identifier,
  ...fields,
  /** Keeps a text with errors by turning the vault off. */
  turnOff: z.boolean().default(false),
  /** What the form was opened on. */
  base: z.object({ revision: z.number().int().min(1), name: z.string(), groupIds: z.array(z.string()) }),
});
export type AdminVaultEdit = z.infer<typeof adminVaultEdit>;

export const adminVaultChoice = z.object({ vaultId: identifier });
export type AdminVaultChoice = z.infer<typeof adminVaultChoice>;

export const adminVaultSwitch = z.object({ vaultId: identifier, enabled: z.boolean() });
export type AdminVaultSwitch = z.infer<typeof adminVaultSwitch>;

const position = z.number().int().min(1).max(mostAdminVaults);

/** `from` is where the vault was when the list was drawn. */
export const adminVaultMove = z.object({ vaultId: identifier, from: position, to: position });
export type AdminVaultMove = z.infer<typeof adminVaultMove>;

export const adminVaultSorts = ["order", "vault", "target", "updated"] as const;
export type AdminVaultSort = (typeof adminVaultSorts)[number];

export const adminVaultQuery = listQuery(["name"]).extend({ sort: z.enum(adminVaultSorts).catch("order") });
export type AdminVaultQuery = z.infer<typeof adminVaultQuery>;

export const adminVaultLogQuery = z.object({
  vault: identifier.optional().catch(undefined),
  action: z.enum(actionNames).optional().catch(undefined),
  user: userIdentifier.optional().catch(undefined),
  page: pageNumber,
});
export const groupSearch = z.object({ search: z.string().trim().max(100) });
export type GroupSearch = z.infer<typeof groupSearch>;

export type AdminVaultLogQuery = z.infer<typeof adminVaultLogQuery>;
