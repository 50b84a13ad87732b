"use client";

import type { ListedCredential } from "@/lib/operations/credentials/credentials";
import { relabelCredentialsAction } from "../workspace/actions";
import { relabelTitle } from "./credential-name";
import { TextEditDialog } from "./text-edit-dialog";

/** Drawn when it is asked for. */
export function RelabelDialog({
  workspaceId,
  credential,
}: {
  workspaceId: string;
  credential: ListedCredential;
}) {
  return (
    <TextEditDialog
      title={relabelTitle(credential)}
      description="A label tells you where the credentials are used. It is not sent to clients."
      label="Label"
      field="label"
      value={credential.label}
      saveLabel="Save label"
      save={(label) => relabelCredentialsAction(workspaceId, { accessKey: credential.accessKey, label })}
    />
  );
}
