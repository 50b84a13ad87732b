"use client";

import dynamic from "next/dynamic";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { Button } from "@/components/ui/button";
import { Plus } from "@/components/ui/icons";

const dialogs = { add: () => import("./new-group-dialog") };
const NewGroupDialog = dynamic(() => dialogs.add().then((file) => file.NewGroupDialog));

export function NewGroupButton({ workspaceId }: { workspaceId: string }) {
  const { asked, buttonProps } = useRowDialogs<"add", null>(dialogs);
  return (
    <>
      <Button variant="primary" icon={<Plus aria-hidden />} {...buttonProps("add", null)}>
        Add group
      </Button>
      {asked ? <NewGroupDialog key={asked.key} workspaceId={workspaceId} /> : null}
    </>
  );
}
