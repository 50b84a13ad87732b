"use client";

import dynamic from "next/dynamic";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { ArrowDown, ArrowUp, Download, Pencil, ScrollText, Trash2 } from "@/components/ui/icons";
import { MenuItem, MenuLink, MenuSeparator, RowMenu, type RowMenuTarget } from "@/components/ui/menu";
import type { AdminVaultRow } from "@/lib/operations/vaults/admin-vault-list";
import type { OpenedVault } from "./use-opened-vault";
import type { VaultOrder } from "./use-vault-order";

const dialogs = {
  edit: () => import("./edit-vault-dialog"),
  delete: () => import("./delete-vault-dialog"),
};
const EditVaultDialog = dynamic(() => dialogs.edit().then((file) => file.EditVaultDialog));
const DeleteVaultDialog = dynamic(() => dialogs.delete().then((file) => file.DeleteVaultDialog));

/** The menu of the rows of administrator vaults, and the dialogs that it opens. */
export function VaultMenu({
  workspaceId,
  target,
  onClose,
  opened,
  now,
  total,
  move,
}: {
  workspaceId: string;
  target: RowMenuTarget<AdminVaultRow> | null;
  onClose: () => void;
  opened: OpenedVault;
  now: number;
  total: number;
  /** Left out where the list does not stand in the order of the vaults. */
  move: VaultOrder["move"] | undefined;
}) {
  const { asked, onOpenChange, itemProps } = useRowDialogs<keyof typeof dialogs, AdminVaultRow>(dialogs);
  const vault = target?.row;
  return (
    <>
      <RowMenu target={target} onClose={onClose}>
        {vault ? (
          <>
            <MenuItem
              icon={<Pencil aria-hidden />}
              onFocus={itemProps("edit", vault).onFocus}
              onSelect={() => opened.edit(vault)}
            >
              Edit
            </MenuItem>
            <MenuItem
              icon={<Download aria-hidden />}
              disabled={vault.isUnreadable}
              onSelect={() => opened.download(vault)}
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
            <MenuLink
              icon={<ScrollText aria-hidden />}
              href={`/settings/admin-vaults/log?vault=${vault.id}`}
              prefetch={false}
            >
              View log
            </MenuLink>
            <MenuSeparator />
            <MenuItem tone="danger" icon={<Trash2 aria-hidden />} {...itemProps("delete", vault)}>
              Delete
            </MenuItem>
          </>
        ) : null}
      </RowMenu>
      {opened.edited ? (
        <EditVaultDialog
          key={`${opened.edited.id} ${opened.edited.revision}`}
          workspaceId={workspaceId}
          vault={opened.edited}
          now={now}
          onClose={opened.stopEditing}
        />
      ) : null}
      {asked?.of === "delete" ? (
        <DeleteVaultDialog
          key={asked.key}
          workspaceId={workspaceId}
          vault={asked.row}
          open={asked.open}
          onOpenChange={onOpenChange}
        />
      ) : null}
      <Dialog
        open={opened.refused !== null}
        onOpenChange={opened.clear}
        title={`“${opened.name}” could not be opened`}
        footer={
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
        }
      >
        <OutcomeNotice refusal={opened.refused} />
      </Dialog>
    </>
  );
}
