"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Pencil, Trash2 } from "@/components/ui/icons";
import type { ServiceAccountView } from "@/lib/operations/workspace/service-accounts";
import { DeleteAccountDialog } from "./delete-account-dialog";
import { EditAccountDialog } from "./edit-account-dialog";

export function AccountActions({
  workspaceId,
  account,
}: {
  workspaceId: string;
  account: ServiceAccountView;
}) {
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const router = useRouter();
  return (
    <>
      <EditAccountDialog
        workspaceId={workspaceId}
        account={account}
        open={editing}
        onOpenChange={setEditing}
        trigger={<Button icon={<Pencil aria-hidden />}>Edit</Button>}
      />
      <DeleteAccountDialog
        workspaceId={workspaceId}
        account={account}
        open={deleting}
        onOpenChange={setDeleting}
        onDeleted={() => router.replace("/settings/service-accounts")}
        trigger={<Button icon={<Trash2 aria-hidden />}>Delete</Button>}
      />
    </>
  );
}
