"use server";

import { revalidatePath } from "next/cache";
import {
  adminVaultChoice,
  adminVaultEdit,
  adminVaultMove,
  adminVaultSwitch,
  groupSearch,
  newAdminVault,
} from "@/lib/core/vault/admin-vault";
import { findVaultGroups } from "@/lib/operations/vaults/admin-vault-list";
import {
  createAdminVault,
  deleteAdminVault,
  editAdminVault,
  moveAdminVault,
  openAdminVault,
  switchAdminVault,
} from "@/lib/operations/vaults/admin-vaults";
import { workspaceAction } from "@/lib/server/workspace-action";

const page = "/settings/admin-vaults";

/** A read, for pickers that ask while one types. */
export const findVaultGroupsAction = workspaceAction("vaults.manage", groupSearch, findVaultGroups);

/** A read: the list holds no texts. */
export const openAdminVaultAction = workspaceAction("vaults.manage", adminVaultChoice, openAdminVault);

export const createAdminVaultAction = workspaceAction(
  "vaults.manage",
  newAdminVault,
  async (actor, wanted) => {
    const outcome = await createAdminVault(actor, wanted);
    if (outcome.ok) revalidatePath(page);
    return outcome;
  },
);

/** A list that is drawn anew could lose the row whose dialog holds the refused text. */
export const editAdminVaultAction = workspaceAction("vaults.manage", adminVaultEdit, async (actor, edit) => {
  const outcome = await editAdminVault(actor, edit);
  if (outcome.ok && outcome.value.saved) revalidatePath(page);
  return outcome;
});

export const switchAdminVaultAction = workspaceAction(
  "vaults.manage",
  adminVaultSwitch,
  async (actor, change) => {
    const outcome = await switchAdminVault(actor, change);
    revalidatePath(page);
    return outcome;
  },
);

export const moveAdminVaultAction = workspaceAction("vaults.manage", adminVaultMove, async (actor, move) => {
  const outcome = await moveAdminVault(actor, move);
  revalidatePath(page);
  return outcome;
});

export const deleteAdminVaultAction = workspaceAction(
  "vaults.manage",
  adminVaultChoice,
  async (actor, choice) => {
    const outcome = await deleteAdminVault(actor, choice);
    if (outcome.ok) revalidatePath(page);
    return outcome;
  },
);
