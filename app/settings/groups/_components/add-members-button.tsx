"use client";

import dynamic from "next/dynamic";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { Button } from "@/components/ui/button";
import { UserPlus } from "@/components/ui/icons";

const dialogs = { add: () => import("./add-members-dialog") };
const AddMembersDialog = dynamic(() => dialogs.add().then((file) => file.AddMembersDialog));

export function AddMembersButton(shown: {
  workspaceId: string;
  group: { id: string; name: string };
  isAdmins: boolean;
}) {
  const { asked, buttonProps } = useRowDialogs<"add", null>(dialogs);
  return (
    <>
      <Button variant="primary" icon={<UserPlus aria-hidden />} {...buttonProps("add", null)}>
        Add members
      </Button>
      {asked ? <AddMembersDialog key={asked.key} {...shown} /> : null}
    </>
  );
}
