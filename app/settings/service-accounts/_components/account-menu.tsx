"use client";

import dynamic from "next/dynamic";
import { explainHref, whatCanHref } from "@/app/_components/access/question-href";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { MenuItem, MenuLink, MenuSeparator, RowMenu, type RowMenuTarget } from "@/components/ui/menu";
import type { ServiceAccountView } from "@/lib/operations/workspace/service-accounts";

const dialogs = {
  edit: () => import("./edit-account-dialog"),
  delete: () => import("./delete-account-dialog"),
};
const EditAccountDialog = dynamic(() => dialogs.edit().then((file) => file.EditAccountDialog));
const DeleteAccountDialog = dynamic(() => dialogs.delete().then((file) => file.DeleteAccountDialog));

/** The menu of the rows of service accounts, and the dialogs that it opens. */
export function AccountMenu({
  workspaceId,
  target,
  onClose,
}: {
  workspaceId: string;
  target: RowMenuTarget<ServiceAccountView> | null;
  onClose: () => void;
}) {
  const { asked, onOpenChange, itemProps } = useRowDialogs<keyof typeof dialogs, ServiceAccountView>(dialogs);
  const account = target?.row;
  return (
    <>
      <RowMenu target={target} onClose={onClose}>
        {account ? (
          <>
            <MenuItem {...itemProps("edit", account)}>Edit</MenuItem>
            <MenuLink href={whatCanHref({ subject: account.id })} prefetch={false}>
              Access to resources
            </MenuLink>
            <MenuLink href={explainHref({ subject: account.id })} prefetch={false}>
              Explain access
            </MenuLink>
            <MenuSeparator />
            <MenuItem tone="danger" {...itemProps("delete", account)}>
              Delete
            </MenuItem>
          </>
        ) : null}
      </RowMenu>
      {asked?.of === "edit" ? (
        <EditAccountDialog
          key={asked.key}
          workspaceId={workspaceId}
          account={asked.row}
          open={asked.open}
          onOpenChange={onOpenChange}
        />
      ) : null}
      {asked?.of === "delete" ? (
        <DeleteAccountDialog
          key={asked.key}
          workspaceId={workspaceId}
          account={asked.row}
          open={asked.open}
          onOpenChange={onOpenChange}
        />
      ) : null}
    </>
  );
}
