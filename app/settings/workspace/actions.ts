"use server";

import { z } from "zod";
import {
  credentialLabel,
  credentialLimitChange,
  credentialRevocation,
  newCredentials,
} from "@/lib/core/credentials/inputs";
import { done } from "@/lib/core/outcome";
import { adminVaultChoice } from "@/lib/core/vault/admin-vault";
import { revisionRestore, vaultEdit, vaultForm, vaultSwitch } from "@/lib/core/vault/inputs";
import { workspaceRename } from "@/lib/core/workspace/inputs";
import {
  createCredentials,
  relabelCredentials,
  revokeCredentials,
} from "@/lib/operations/credentials/credentials";
import { previewOwnSwitch, readAppliedVault } from "@/lib/operations/vaults/effective";
import { submitOwnVault } from "@/lib/operations/vaults/submit-vault";
import { restoreVaultRevision } from "@/lib/operations/vaults/vault-history";
import { findOwnVault, saveOwnVault, switchOwnVault } from "@/lib/operations/vaults/vaults";
import { leaveWorkspace } from "@/lib/operations/workspace/memberships";
import { limitCredentials, renameWorkspace } from "@/lib/operations/workspace/workspaces";
import { workspaceAction } from "@/lib/server/workspace-action";
import { workspaceFormAction } from "@/lib/server/workspace-form-action";

export const renameWorkspaceAction = workspaceAction("workspace.rename", workspaceRename, renameWorkspace, {
  refreshes: "workspace",
});

export const leaveWorkspaceAction = workspaceAction("workspace.leave", z.object({}), leaveWorkspace, {
  refreshes: "workspace",
});

export const createCredentialsAction = workspaceAction(
  "credentials.manage_own",
  newCredentials,
  createCredentials,
  { refreshes: "page" },
);

export const relabelCredentialsAction = workspaceAction(
  "credentials.manage_own",
  credentialLabel,
  relabelCredentials,
  { refreshes: "page", evenIfRefused: true },
);

export const revokeCredentialsAction = workspaceAction(
  "credentials.manage_own",
  credentialRevocation,
  revokeCredentials,
  { refreshes: "page", evenIfRefused: true },
);

export const limitCredentialsAction = workspaceAction(
  "credentials.limit",
  credentialLimitChange,
  limitCredentials,
  { refreshes: "page", evenIfRefused: true },
);

/** The page shows the beginning of a large text; this is all of it. */
export const openOwnVaultAction = workspaceAction("vaults.read_own", z.object({}), async (actor) =>
  done(await findOwnVault(actor)),
);

export const saveOwnVaultAction = workspaceAction("vaults.edit_own", vaultEdit, saveOwnVault, {
  refreshes: "page",
});

export const switchOwnVaultAction = workspaceAction("vaults.edit_own", vaultSwitch, switchOwnVault, {
  refreshes: "page",
  evenIfRefused: true,
});

export const readAppliedVaultAction = workspaceAction("vaults.read_own", adminVaultChoice, readAppliedVault);

export const previewOwnSwitchAction = workspaceAction("vaults.read_own", vaultSwitch, previewOwnSwitch);

/** For browsers without scripts. */
export const saveOwnVaultFormAction = workspaceFormAction("vaults.edit_own", vaultForm, submitOwnVault, {
  refreshes: "page",
});

export const restoreVaultRevisionAction = workspaceAction(
  "vaults.edit_own",
  revisionRestore,
  restoreVaultRevision,
  { refreshes: "workspace" },
);
