"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import {
  credentialLabel,
  credentialLimitChange,
  credentialRevocation,
  newCredentials,
} from "@/lib/core/credentials/inputs";
import { done } from "@/lib/core/outcome";
import { vaultEdit, vaultSwitch } from "@/lib/core/vault/inputs";
import { workspaceRename } from "@/lib/core/workspace/inputs";
import {
  createCredentials,
  relabelCredentials,
  revokeCredentials,
} from "@/lib/operations/credentials/credentials";
import { findOwnVault, saveOwnVault, switchOwnVault } from "@/lib/operations/vaults/vaults";
import { leaveWorkspace } from "@/lib/operations/workspace/memberships";
import { limitCredentials, renameWorkspace } from "@/lib/operations/workspace/workspaces";
import { workspaceAction } from "@/lib/server/workspace-action";

const page = "/settings/workspace";
/** Credentials also stand on the page of the service account whose they are. */
const accountPage = "/settings/service-accounts/[accountId]";

export const renameWorkspaceAction = workspaceAction(
  "workspace.rename",
  workspaceRename,
  async (actor, change) => {
    const outcome = await renameWorkspace(actor, change);
    if (outcome.ok) revalidatePath("/settings", "layout");
    return outcome;
  },
);

export const leaveWorkspaceAction = workspaceAction("workspace.leave", z.object({}), async (actor) => {
  const outcome = await leaveWorkspace(actor);
  if (outcome.ok) revalidatePath("/", "layout");
  return outcome;
});

export const createCredentialsAction = workspaceAction(
  "credentials.manage_own",
  newCredentials,
  async (actor, wanted) => {
    const outcome = await createCredentials(actor, wanted);
    if (outcome.ok) revalidatePath(page);
    return outcome;
  },
);

export const relabelCredentialsAction = workspaceAction(
  "credentials.manage_own",
  credentialLabel,
  async (actor, change) => {
    const outcome = await relabelCredentials(actor, change);
    revalidatePath(page);
    revalidatePath(accountPage, "page");
    return outcome;
  },
);

export const revokeCredentialsAction = workspaceAction(
  "credentials.manage_own",
  credentialRevocation,
  async (actor, choice) => {
    const outcome = await revokeCredentials(actor, choice);
    revalidatePath(page);
    revalidatePath(accountPage, "page");
    return outcome;
  },
);

export const limitCredentialsAction = workspaceAction(
  "credentials.limit",
  credentialLimitChange,
  async (actor, change) => {
    const outcome = await limitCredentials(actor, change);
    revalidatePath(page);
    return outcome;
  },
);

/** The page shows the beginning of a large text; this is all of it. */
export const openOwnVaultAction = workspaceAction("vaults.read_own", z.object({}), async (actor) =>
  done(await findOwnVault(actor)),
);

export const saveOwnVaultAction = workspaceAction("vaults.edit_own", vaultEdit, async (actor, edit) => {
  const outcome = await saveOwnVault(actor, edit);
  if (outcome.ok) revalidatePath(page);
  return outcome;
});

export const switchOwnVaultAction = workspaceAction("vaults.edit_own", vaultSwitch, async (actor, change) => {
  const outcome = await switchOwnVault(actor, change);
  revalidatePath(page);
  return outcome;
});
