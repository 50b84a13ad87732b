"use server";

import {
  adminVaultChoice,
  adminVaultEdit,
  adminVaultMove,
  adminVaultSwitch,
  groupSearch,
  newAdminVault,
} from "@/lib/core/vault/admin-vault";
import { findVaultGroups } from "@/lib/operations/vaults/admin-vault-list";
import { moveAdminVault } from "@/lib/operations/vaults/admin-vault-order";
import { openAdminVault } from "@/lib/operations/vaults/admin-vault-view";
import {
  createAdminVault,
  deleteAdminVault,
  editAdminVault,
  switchAdminVault,
} from "@/lib/operations/vaults/admin-vaults";
import { previewAdminVaultSwitch } from "@/lib/operations/vaults/effective";
import { workspaceAction } from "@/lib/server/workspace-action";

/** A read, for pickers that search while the user types. */
export const findVaultGroupsAction = workspaceAction("vaults.manage", groupSearch, findVaultGroups);

/** A read: the list holds no texts. */
export const openAdminVaultAction = workspaceAction("vaults.manage", adminVaultChoice, openAdminVault);

export const createAdminVaultAction = workspaceAction("vaults.manage", newAdminVault, createAdminVault, {
  refreshes: "page",
});

/** Where nothing was saved, nothing is rendered: the list could lose the row whose dialog contains the unsaved text. */
export const editAdminVaultAction = workspaceAction("vaults.manage", adminVaultEdit, editAdminVault, {
  refreshes: "page",
  changed: ({ saved }) => saved,
});

/** A read: what turning a vault on would change. */
export const previewAdminVaultSwitchAction = workspaceAction(
  "vaults.manage",
  adminVaultSwitch,
  previewAdminVaultSwitch,
);

export const switchAdminVaultAction = workspaceAction("vaults.manage", adminVaultSwitch, switchAdminVault, {
  refreshes: "page",
  evenIfRefused: true,
});

export const moveAdminVaultAction = workspaceAction("vaults.manage", adminVaultMove, moveAdminVault, {
  refreshes: "page",
  evenIfRefused: true,
});

export const deleteAdminVaultAction = workspaceAction("vaults.manage", adminVaultChoice, deleteAdminVault, {
  refreshes: "page",
});
