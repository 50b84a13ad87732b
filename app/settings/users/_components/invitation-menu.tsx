"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button, IconButton } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Ellipsis } from "@/components/ui/icons";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import type { MemberRow } from "@/lib/operations/workspace/members";
import { LinkToCopy } from "../../_components/link-to-copy";
import { copyInvitationLinkAction, resendInvitationAction, withdrawInvitationAction } from "../actions";

export function InvitationMenu({
  workspaceId,
  invitation,
  mailed,
}: {
  workspaceId: string;
  invitation: MemberRow;
  mailed: boolean;
}) {
  const [link, setLink] = useState<string | null>(null);
  const [withdrawing, setWithdrawing] = useState(false);
  const toast = useToast();
  const onRefused = ({ message }: { message: string }) => toast({ title: message, tone: "danger" });
  const copying = useAction(copyInvitationLinkAction, { onDone: (value) => setLink(value.link), onRefused });
  const resending = useAction(resendInvitationAction, {
    onDone: () => toast({ title: `Steward sent a new invitation to ${invitation.email}.` }),
    onRefused,
  });
  const withdrawal = useAction(withdrawInvitationAction, {
    onDone: () => {
      setWithdrawing(false);
      toast({ title: `The invitation for ${invitation.email} was withdrawn.` });
    },
  });
  const choice = { invitationId: invitation.id };

  return (
    <>
      <Menu
        trigger={
          <IconButton
            label={`Actions for the invitation for ${invitation.email}`}
            icon={<Ellipsis aria-hidden />}
          />
        }
      >
        <MenuItem onSelect={() => copying.run(workspaceId, choice)}>Copy a new link</MenuItem>
        {mailed ? <MenuItem onSelect={() => resending.run(workspaceId, choice)}>Send again</MenuItem> : null}
        <MenuSeparator />
        <MenuItem tone="danger" onSelect={() => setWithdrawing(true)}>
          Withdraw
        </MenuItem>
      </Menu>
      <Dialog
        open={link !== null}
        onOpenChange={() => setLink(null)}
        title={`Link for ${invitation.email}`}
        description="The link works once, only for this e-mail address, and expires after 7 days. Links that you copied before no longer work."
        footer={
          <DialogClose>
            <Button variant="primary">Close</Button>
          </DialogClose>
        }
      >
        {link ? <LinkToCopy link={link} email={invitation.email} /> : null}
      </Dialog>
      <ConfirmDialog
        open={withdrawing}
        onOpenChange={setWithdrawing}
        title={`Withdraw the invitation for ${invitation.email}?`}
        losses={["Its links stop working immediately"]}
        confirmLabel="Withdraw the invitation"
        pending={withdrawal.pending}
        onConfirm={() => withdrawal.run(workspaceId, choice)}
      >
        <OutcomeNotice refusal={withdrawal.refusal} />
      </ConfirmDialog>
    </>
  );
}
