"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { whatCanHref } from "@/app/_components/access/question-href";
import { IconButton } from "@/components/ui/button";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import type { ServiceAccountView } from "@/lib/operations/workspace/service-accounts";
import { DeleteAccountDialog } from "./delete-account-dialog";
import { EditAccountDialog } from "./edit-account-dialog";

export function AccountMenu({ workspaceId, account }: { workspaceId: string; account: ServiceAccountView }) {
  const [asked, setAsked] = useState<"edit" | "delete" | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <Menu trigger={<IconButton label={`Actions for ${account.name}`} icon={<Ellipsis aria-hidden />} />}>
        <MenuItem onSelect={() => setAsked("edit")}>Edit</MenuItem>
        <MenuLink href={whatCanHref({ subject: account.id })} prefetch={false}>
          Access to resources
        </MenuLink>
        <MenuSeparator />
        <MenuItem tone="danger" onSelect={() => setAsked("delete")}>
          Delete
        </MenuItem>
      </Menu>
      <EditAccountDialog
        workspaceId={workspaceId}
        account={account}
        open={asked === "edit"}
        onOpenChange={close}
      />
      <DeleteAccountDialog
        workspaceId={workspaceId}
        account={account}
        open={asked === "delete"}
        onOpenChange={close}
      />
    </>
  );
}
