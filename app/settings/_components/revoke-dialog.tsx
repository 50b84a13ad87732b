"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Checkbox } from "@/components/ui/checkbox";
import { useToast } from "@/components/ui/toast";
import type { ListedCredential } from "@/lib/operations/credentials/credentials";
import { revokeCredentialsAction } from "../workspace/actions";
import { nameOf } from "./credential-name";

function alsoRevoke(total: number): string {
  return total === 1
    ? "Also revoke the credentials that a program created with these credentials"
    : `Also revoke the ${total} credentials that programs created with these credentials`;
}

/** Drawn when it is asked for. */
export function RevokeDialog({
  workspaceId,
  credential,
}: {
  workspaceId: string;
  credential: ListedCredential;
}) {
  const [open, setOpen] = useState(true);
  const [alsoMade, setAlsoMade] = useState(true);
  const { made, accessKey } = credential;
  const toast = useToast();
  const name = nameOf(credential);
  const { run, pending, refusal } = useAction(revokeCredentialsAction, {
    onDone: () => {
      setOpen(false);
      toast({ title: `${name} was revoked.` });
    },
  });

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      title={`Revoke ${name}?`}
      description="This can’t be undone."
      losses={[
        "Clients can no longer sign in with these credentials",
        "Tokens issued with these credentials are revoked",
      ]}
      confirmLabel={`Revoke ${name}`}
      pending={pending}
      onConfirm={() => run(workspaceId, { accessKey, alsoMade })}
    >
      {made.total > 0 ? (
        <div className="mb-3">
          <Checkbox
            checked={alsoMade}
            onChange={(event) => setAlsoMade(event.currentTarget.checked)}
            label={alsoRevoke(made.total)}
          />
          <ul className="mt-1.5 text-small text-muted">
            {made.first.map((each) => (
              <li key={each.accessKey}>{nameOf(each)}</li>
            ))}
            {made.total > made.first.length ? <li>and {made.total - made.first.length} more</li> : null}
          </ul>
        </div>
      ) : null}
      <OutcomeNotice refusal={refusal} />
    </ConfirmDialog>
  );
}
