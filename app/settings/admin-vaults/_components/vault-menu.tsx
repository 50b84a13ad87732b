"use client";

import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button, IconButton } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { ArrowDown, ArrowUp, Download, Ellipsis, Pencil, ScrollText, Trash2 } from "@/components/ui/icons";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import type { AdminVaultRow } from "@/lib/operations/vaults/admin-vault-list";
import type { AdminVaultView } from "@/lib/operations/vaults/admin-vault-view";
import { openAdminVaultAction } from "../actions";
import { DeleteVaultDialog } from "./delete-vault-dialog";
import { downloadText } from "./download-text";
import { EditVaultDialog } from "./edit-vault-dialog";
import type { VaultOrder } from "./use-vault-order";

export function VaultMenu({
  workspaceId,
  vault,
  now,
  total,
  move,
}: {
  workspaceId: string;
  vault: AdminVaultRow;
  now: number;
  total: number;
  /** Left out where the list does not stand in the order of the vaults. */
  move: VaultOrder["move"] | undefined;
}) {
  const [edited, setEdited] = useState<AdminVaultView | null>(null);
  const [deleting, setDeleting] = useState(false);
  const opening = useAction(openAdminVaultAction, { onDone: setEdited });
  const downloading = useAction(openAdminVaultAction, { onDone: downloadText });
  const refusal = opening.refusal ?? downloading.refusal;

  return (
    <>
      <Menu
        trigger={
          <IconButton
            label={`Actions for ${vault.name}`}
            icon={<Ellipsis aria-hidden />}
            pending={opening.pending || downloading.pending}
          />
        }
      >
        <MenuItem
          icon={<Pencil aria-hidden />}
          onSelect={() => opening.run(workspaceId, { vaultId: vault.id })}
        >
          Edit
        </MenuItem>
        <MenuItem
          icon={<Download aria-hidden />}
          disabled={vault.isUnreadable}
          onSelect={() => downloading.run(workspaceId, { vaultId: vault.id })}
        >
          Download
        </MenuItem>
        {move ? (
          <>
            <MenuItem
              icon={<ArrowUp aria-hidden />}
              disabled={vault.position === 1}
              onSelect={() => move(vault, vault.position - 1)}
            >
              Move up
            </MenuItem>
            <MenuItem
              icon={<ArrowDown aria-hidden />}
              disabled={vault.position === total}
              onSelect={() => move(vault, vault.position + 1)}
            >
              Move down
            </MenuItem>
          </>
        ) : null}
        <MenuLink icon={<ScrollText aria-hidden />} href={`/settings/admin-vaults/log?vault=${vault.id}`}>
          View log
        </MenuLink>
        <MenuSeparator />
        <MenuItem tone="danger" icon={<Trash2 aria-hidden />} onSelect={() => setDeleting(true)}>
          Delete
        </MenuItem>
      </Menu>
      {edited ? (
        <EditVaultDialog
          key={`${edited.id} ${edited.revision}`}
          workspaceId={workspaceId}
          vault={edited}
          now={now}
          onClose={() => setEdited(null)}
        />
      ) : null}
      <DeleteVaultDialog workspaceId={workspaceId} vault={vault} open={deleting} onOpenChange={setDeleting} />
      <Dialog
        open={refusal !== null}
        onOpenChange={() => {
          opening.clear();
          downloading.clear();
        }}
        title={`“${vault.name}” could not be opened`}
        footer={
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
        }
      >
        <OutcomeNotice refusal={refusal} />
      </Dialog>
    </>
  );
}
