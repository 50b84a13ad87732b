"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { requestProvingMailAction } from "../actions";

/** Offers what an unproven address lacks: without it, nothing that is matched by address reaches the account. */
export function ProveEmail({
  workspaceId,
  email,
  mails,
}: {
  workspaceId: string;
  email: string;
  mails: boolean;
}) {
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState(false);
  const { run, pending, refusal, clear } = useAction(requestProvingMailAction, {
    onDone: () => {
      setSent(true);
      setOpen(false);
    },
  });
  if (!mails) {
    return (
      <Notice tone="warn">
        Your e-mail address is not proven, so you don’t see your invitations here. The operator of this server
        can prove it with: npm run users -- prove {email}
      </Notice>
    );
  }
  return (
    <Notice
      tone={sent ? "info" : "warn"}
      actions={
        <ConfirmDialog
          open={open}
          onOpenChange={(next) => {
            setOpen(next);
            clear();
          }}
          trigger={<Button size="small">{sent ? "Send the link again" : "Prove your e-mail address"}</Button>}
          title={`Prove that ${email} is yours?`}
          description="Steward sends a link to this address. When you open the link and choose a new password:"
          losses={[
            "you are signed out everywhere and have to sign in again",
            "your API credentials are revoked",
            "two-factor authentication is turned off",
            "your configuration vaults are turned off, but their text is kept",
            "all other members are removed from your personal workspace; you can invite them again",
          ]}
          confirmLabel="Send the link"
          tone="primary"
          pending={pending}
          onConfirm={() => run(workspaceId, {})}
        >
          <OutcomeNotice refusal={refusal} />
        </ConfirmDialog>
      }
    >
      {sent
        ? `Steward sent an e-mail to ${email}. Its link works once and expires after 1 hour.`
        : "Your e-mail address is not proven, so you don’t see your invitations here and other people can’t verify that the account is yours."}
    </Notice>
  );
}
