"use client";

import dynamic from "next/dynamic";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { Button } from "@/components/ui/button";
import { Plus } from "@/components/ui/icons";

const dialogs = { add: () => import("./new-vault-dialog") };
const NewVaultDialog = dynamic(() => dialogs.add().then((file) => file.NewVaultDialog));

export function NewVaultButton({ workspaceId }: { workspaceId: string }) {
  const { asked, buttonProps } = useRowDialogs<"add", null>(dialogs);
  return (
    <>
      <Button variant="primary" icon={<Plus aria-hidden />} {...buttonProps("add", null)}>
        Add vault
      </Button>
      {asked ? <NewVaultDialog key={asked.key} workspaceId={workspaceId} /> : null}
    </>
  );
}
