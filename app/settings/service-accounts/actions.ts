"use server";

import {
  serviceAccountVaultEdit,
  serviceAccountVaultRestore,
  serviceAccountVaultSwitch,
} from "@/lib/core/vault/service-account-vault";
import {
  newServiceAccount,
  serviceAccountChoice,
  serviceAccountCredentials,
  serviceAccountEdit,
} from "@/lib/core/workspace/service-account";
import { previewServiceAccountSwitch } from "@/lib/operations/vaults/effective";
import {
  openServiceAccountVault,
  saveServiceAccountVault,
  switchServiceAccountVault,
} from "@/lib/operations/vaults/service-account-vaults";
import { restoreServiceAccountVaultRevision } from "@/lib/operations/vaults/vault-history";
import {
  createServiceAccount,
  createServiceAccountCredentials,
  deleteServiceAccount,
  editServiceAccount,
} from "@/lib/operations/workspace/service-accounts";
import { workspaceAction } from "@/lib/server/workspace-action";

export const createServiceAccountAction = workspaceAction(
  "service_accounts.manage",
  newServiceAccount,
  createServiceAccount,
  { refreshes: "page", evenIfRefused: true },
);

export const editServiceAccountAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountEdit,
  editServiceAccount,
  { refreshes: "page", evenIfRefused: true },
);

/** The user leaves the page of the account, so it is not rendered again (it would be a 404). */
export const deleteServiceAccountAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountChoice,
  deleteServiceAccount,
  { refreshes: "/settings/service-accounts" },
);

export const createServiceAccountCredentialsAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountCredentials,
  createServiceAccountCredentials,
  { refreshes: "page", evenIfRefused: true },
);

/** The page shows the beginning of a large text; this is all of it. */
export const openServiceAccountVaultAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountChoice,
  openServiceAccountVault,
);

export const saveServiceAccountVaultAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountVaultEdit,
  saveServiceAccountVault,
  { refreshes: "page" },
);

/** A read: what turning the vault on would change. */
export const previewServiceAccountSwitchAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountVaultSwitch,
  previewServiceAccountSwitch,
);

export const switchServiceAccountVaultAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountVaultSwitch,
  switchServiceAccountVault,
  { refreshes: "page", evenIfRefused: true },
);

export const restoreServiceAccountVaultRevisionAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountVaultRestore,
  restoreServiceAccountVaultRevision,
  { refreshes: "workspace" },
);
