"use client";

import { useMemo } from "react";
import type { VaultActions } from "../../_components/member-vault/vault-actions";
import { VaultSection, type VaultSectionProps } from "../../_components/member-vault/vault-section";
import {
  openServiceAccountVaultAction,
  previewServiceAccountSwitchAction,
  saveServiceAccountVaultAction,
  switchServiceAccountVaultAction,
} from "../actions";

export function AccountVault({
  account: { id: accountId, name },
  ...props
}: VaultSectionProps & { account: { id: string; name: string } }) {
  const actions = useMemo<VaultActions>(
    () => ({
      open: (drawnFor) => openServiceAccountVaultAction(drawnFor, { accountId }),
      save: (drawnFor, edit) => saveServiceAccountVaultAction(drawnFor, { ...edit, accountId }),
      preview: (drawnFor, change) => previewServiceAccountSwitchAction(drawnFor, { ...change, accountId }),
      turn: (drawnFor, change) => switchServiceAccountVaultAction(drawnFor, { ...change, accountId }),
    }),
    [accountId],
  );
  return (
    <VaultSection
      {...props}
      actions={actions}
      description={`Merged over the configuration of every client that runs with the credentials of ${name}.`}
      whatToWrite="Write once what every machine of this account should know: buckets, regions, Docker images, environment variables."
    />
  );
}
