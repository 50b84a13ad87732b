"use server";

import { keyChoice, pastedConfiguration } from "@/lib/core/vault/effective-inputs";
import { mergePastedConfiguration, revealOwnValue } from "@/lib/operations/vaults/effective";
import { workspaceAction } from "@/lib/server/workspace-action";

export const revealOwnValueAction = workspaceAction("vaults.read_own", keyChoice, revealOwnValue);

export const mergePastedConfigurationAction = workspaceAction(
  "vaults.read_own",
  pastedConfiguration,
  mergePastedConfiguration,
);
