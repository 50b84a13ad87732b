"use client";

import { IconButton } from "@/components/ui/button";
import { Pencil } from "@/components/ui/icons";
import type { ListedCredential } from "@/lib/operations/credentials/credentials";
import { relabelCredentialsAction } from "../workspace/actions";
import { nameOf } from "./credential-name";
import { TextEditDialog } from "./text-edit-dialog";

export function RelabelDialog({
  workspaceId,
  credential,
}: {
  workspaceId: string;
  credential: ListedCredential;
}) {
  const title = `Edit the label of ${nameOf(credential)}`;
  return (
    <TextEditDialog
      trigger={<IconButton label={title} icon={<Pencil aria-hidden />} />}
      title={title}
      description="A label tells you where the credentials are used. It is not sent to clients."
      label="Label"
      field="label"
      value={credential.label}
      saveLabel="Save label"
      save={(label) => relabelCredentialsAction(workspaceId, { accessKey: credential.accessKey, label })}
    />
  );
}
