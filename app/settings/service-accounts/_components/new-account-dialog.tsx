"use client";

import { type RefObject, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import type { ClientSettings } from "@/lib/core/credentials/snippets";
import type { NewServiceAccount } from "@/lib/core/workspace/service-account";
import type { CreatedCredentials } from "@/lib/operations/credentials/credentials";
import { CreatedCredentialsDialog } from "../../_components/created-credentials-dialog";
import { ExpiryFields, firstExpiry } from "../../_components/expiry-fields";
import { createServiceAccountAction } from "../actions";
import { AccountFields } from "./account-fields";

const blank: NewServiceAccount = {
  name: "",
  mayImpersonate: false,
  mayAskDecisions: false,
  admin: false,
  ...firstExpiry(null),
};

/** Drawn afresh each time that it is asked for. */
export function NewAccountDialog({
  workspace,
  urls,
  returnTo,
}: {
  workspace: { id: string; name: string };
  urls: Pick<ClientSettings, "webServer" | "apiServer" | "filesServer">;
  /** The button that opens the dialog. */
  returnTo: RefObject<HTMLElement | null>;
}) {
  const [wanted, setWanted] = useState(blank);
  const [created, setCreated] = useState<{ name: string; credentials: CreatedCredentials } | null>(null);
  const { run, fieldError, dialog } = useFormDialog(createServiceAccountAction, {
    startsOpen: true,
    onDone: setCreated,
  });

  return (
    <>
      <FormDialog
        {...dialog}
        returnTo={returnTo}
        dismissable={wanted.name === ""}
        title={`Create a service account in ${workspace.name}`}
        description="A member for a program. It has API credentials and can’t sign in here."
        onSubmit={() => run(workspace.id, wanted)}
        submitLabel="Create service account"
      >
        <AccountFields
          value={wanted}
          onChange={(traits) => setWanted({ ...wanted, ...traits })}
          error={fieldError}
        />
        <ExpiryFields
          label="Its first credentials expire"
          limit={null}
          value={wanted}
          onChange={(expiry) => setWanted({ ...wanted, ...expiry })}
          error={fieldError}
        />
      </FormDialog>
      <CreatedCredentialsDialog
        workspaceName={workspace.name}
        account={created?.name}
        urls={urls}
        created={created?.credentials ?? null}
        onClose={() => setCreated(null)}
        returnTo={returnTo}
      />
    </>
  );
}
