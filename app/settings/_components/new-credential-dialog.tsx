"use client";

import { type RefObject, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import type { NewCredentials } from "@/lib/core/credentials/inputs";
import type { ClientSettings } from "@/lib/core/credentials/snippets";
import type { Outcome } from "@/lib/core/outcome";
import type { CreatedCredentials } from "@/lib/operations/credentials/credentials";
import { CreatedCredentialsDialog } from "./created-credentials-dialog";
import { ExpiryFields, firstExpiry } from "./expiry-fields";

export type NewCredentialDialogProps = {
  workspaceName: string;
  description: string;
  urls: Pick<ClientSettings, "webServer" | "apiServer" | "filesServer">;
  /** The most days that may be chosen. */
  limit: number | null;
  /** The service account that they are for. */
  account?: string;
  create: (wanted: NewCredentials) => Promise<Outcome<CreatedCredentials>>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The button that opens the dialog. The first credentials move it. */
  returnTo: RefObject<HTMLElement | null>;
};

export function NewCredentialDialog(props: NewCredentialDialogProps) {
  const { workspaceName, description, urls, limit, account, create, open, onOpenChange, returnTo } = props;
  const blank: NewCredentials = { label: "", ...firstExpiry(limit) };
  const [wanted, setWanted] = useState(blank);
  const [created, setCreated] = useState<CreatedCredentials | null>(null);
  const { run, pending, refusal, fieldError, clear } = useAction(create, {
    onDone: (value) => {
      setCreated(value);
      setWanted(blank);
      onOpenChange(false);
    },
  });

  return (
    <>
      <FormDialog
        open={open}
        onOpenChange={(next) => {
          if (!next) {
            setWanted(blank);
            clear();
          }
          onOpenChange(next);
        }}
        returnTo={returnTo}
        dismissable={wanted.label === ""}
        title="Create API credentials"
        description={description}
        onSubmit={() => run(wanted)}
        refusal={refusal}
        pending={pending}
        submitLabel="Create credentials"
      >
        <TextField
          label="Label"
          optional
          hint="Where you use the credentials, for example a machine, a cluster or a job."
          value={wanted.label}
          onChange={(event) => setWanted({ ...wanted, label: event.currentTarget.value })}
          error={fieldError("label")}
        />
        <ExpiryFields
          limit={limit}
          value={wanted}
          onChange={(expiry) => setWanted({ ...wanted, ...expiry })}
          error={fieldError}
        />
      </FormDialog>
      <CreatedCredentialsDialog
        workspaceName={workspaceName}
        account={account}
        urls={urls}
        created={created}
        onClose={() => setCreated(null)}
        returnTo={returnTo}
      />
    </>
  );
}
