"use client";

import { useState } from "react";
import { useAction } from "@/components/form/use-action";
import type { AdminVaultRow } from "@/lib/operations/vaults/admin-vault-list";
import type { AdminVaultView } from "@/lib/operations/vaults/admin-vault-view";
import { openAdminVaultAction } from "../actions";
import { downloadText } from "./download-text";

/** Fetches the text of a vault of the list, which its row does not hold, to edit or to download it. */
export function useOpenedVault(workspaceId: string) {
  const [row, setRow] = useState<AdminVaultRow>();
  const [edited, setEdited] = useState<AdminVaultView | null>(null);
  const editing = useAction(openAdminVaultAction, { onDone: setEdited });
  const downloading = useAction(openAdminVaultAction, { onDone: downloadText });

  function open(wanted: AdminVaultRow, { run }: Pick<typeof editing, "run">) {
    setRow(wanted);
    run(workspaceId, { vaultId: wanted.id });
  }

  return {
    edit: (wanted: AdminVaultRow) => open(wanted, editing),
    download: (wanted: AdminVaultRow) => open(wanted, downloading),
    edited,
    stopEditing: () => setEdited(null),
    isOpening: ({ id }: AdminVaultRow) => row?.id === id && (editing.pending || downloading.pending),
    refused: editing.refusal ?? downloading.refusal,
    name: row?.name,
    clear: () => {
      editing.clear();
      downloading.clear();
    },
  };
}

export type OpenedVault = ReturnType<typeof useOpenedVault>;
