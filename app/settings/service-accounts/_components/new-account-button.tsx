"use client";

import dynamic from "next/dynamic";
import { useRef } from "react";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { Button } from "@/components/ui/button";
import { Plus } from "@/components/ui/icons";
import type { ClientSettings } from "@/lib/core/credentials/snippets";

const dialogs = { create: () => import("./new-account-dialog") };
const NewAccountDialog = dynamic(() => dialogs.create().then((file) => file.NewAccountDialog));

export function NewAccountButton(shown: {
  workspace: { id: string; name: string };
  urls: Pick<ClientSettings, "webServer" | "apiServer" | "filesServer">;
}) {
  const { asked, buttonProps } = useRowDialogs<"create", null>(dialogs);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button ref={button} variant="primary" icon={<Plus aria-hidden />} {...buttonProps("create", null)}>
        Create service account
      </Button>
      {asked ? <NewAccountDialog key={asked.key} {...shown} returnTo={button} /> : null}
    </>
  );
}
