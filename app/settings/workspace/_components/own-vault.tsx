"use client";

import { VaultSection, type VaultSectionProps } from "../../_components/member-vault/vault-section";
import {
  openOwnVaultAction,
  previewOwnSwitchAction,
  saveOwnVaultAction,
  switchOwnVaultAction,
} from "../actions";

const actions = {
  open: openOwnVaultAction,
  save: saveOwnVaultAction,
  preview: previewOwnSwitchAction,
  turn: switchOwnVaultAction,
};

export function OwnVault(props: VaultSectionProps) {
  return (
    <VaultSection
      {...props}
      actions={actions}
      description="Merged over the configuration of every client that runs with your credentials."
      whatToWrite="Write once what every machine of yours should know: buckets, regions, Docker images, environment variables."
    />
  );
}
