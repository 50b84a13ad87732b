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
        Your address is not proven, so invitations don’t show up here. The operator of this Steward can prove
        it, with: npm run users -- prove {email}
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
          trigger={<Button size="small">{sent ? "Send it again" : "Prove your address"}</Button>}
          title={`Prove that ${email} is yours?`}
          description="A mail with a link goes to it. Through the link you choose a new password, and when you do:"
          losses={[
            "your sessions end, and you sign in again",
            "your API credentials are revoked",
            "two-factor authentication is turned off",
            "your configuration vaults are turned off, and keep their text",
            "everybody else leaves your personal workspace, and may be invited again",
          ]}
          confirmLabel="Send the mail"
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
        : "Your address is not proven, so invitations don’t show up here and nobody can tell that the account is yours."}
    </Notice>
  );
}
