"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/components/form/field";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { Button, type ButtonVariant } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { UserPlus } from "@/components/ui/icons";
import { Textarea } from "@/components/ui/textarea";
import type { EmailVerdict } from "@/lib/core/workspace/invitation";
import { mostInvitationsADay } from "@/lib/core/workspace/invitation-budget";
import { splitEmails } from "@/lib/core/workspace/split-emails";
import type { InvitationMails, InvitedEmail } from "@/lib/operations/invitations/invitations";
import { inviteMembersAction } from "../users/actions";
import { LinkToCopy } from "./link-to-copy";

const verdicts: Record<Exclude<EmailVerdict, "invited">, string> = {
  not_an_email: "not an e-mail address",
  twice: "entered twice",
  member: "already a member",
  already_invited: "already invited",
  no_seat: "no free seat; each pending invitation takes one",
  budget_spent: `you have sent ${mostInvitationsADay} invitations today; try again after midnight UTC`,
};

const descriptions: Record<InvitationMails, string> = {
  sent: "Each person gets an e-mail with a link that works once and expires after 7 days.",
  no_server:
    "Each person gets a link that works once and expires after 7 days. No mail server is configured, so you send the links yourself.",
  unproven:
    "Each person gets a link that works once and expires after 7 days. Your own e-mail address is not proven, so Steward does not send e-mails for you. Send the links yourself.",
};

export function InviteDialog({
  workspace,
  mails,
  variant = "primary",
  landOn,
}: {
  workspace: { id: string; name: string };
  mails: InvitationMails;
  variant?: ButtonVariant;
  /** Where one is led after inviting somebody, if not left on the page. */
  landOn?: Route;
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [invited, setInvited] = useState<InvitedEmail[]>([]);
  const [refusedOnes, setRefusedOnes] = useState<InvitedEmail[]>([]);
  const { run, pending, refusal, fieldError, clear } = useAction(inviteMembersAction, {
    onDone: ({ emails }) => {
      const refusedNow = emails.filter(({ verdict }) => verdict !== "invited");
      // Links that were shown stay to be copied: nothing tells them a second time.
      setInvited((before) => [...before, ...emails.filter(({ verdict }) => verdict === "invited")]);
      setRefusedOnes(refusedNow);
      // Addresses that could not be invited stay in the field, so that the user can correct them.
      setTyped(refusedNow.map(({ email }) => email).join("\n"));
    },
  });

  function change(next: boolean) {
    if (!next) {
      if (landOn && invited.length > 0) router.push(landOn);
      setTyped("");
      setInvited([]);
      setRefusedOnes([]);
      clear();
    }
    setOpen(next);
  }

  const unsent = typed.trim() !== "";

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      dismissable={!unsent && invited.length === 0}
      size="wide"
      trigger={
        <Button variant={variant} icon={<UserPlus aria-hidden />}>
          Invite users
        </Button>
      }
      title={`Invite users to ${workspace.name}`}
      description={descriptions[mails]}
      frame={(parts) => (
        <Form className="dialog-form" onSubmit={() => run(workspace.id, { emails: splitEmails(typed) })}>
          {parts}
        </Form>
      )}
      footer={
        <>
          <DialogClose>
            <Button variant={invited.length > 0 && !unsent ? "primary" : "secondary"}>
              {invited.length > 0 ? "Done" : "Cancel"}
            </Button>
          </DialogClose>
          <Button
            type="submit"
            variant={invited.length > 0 && !unsent ? "secondary" : "primary"}
            pending={pending}
          >
            Add
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3.5">
        <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
        {invited.length > 0 ? (
          <div role="status" className="flex flex-col gap-2">
            {invited.map(({ email, link, mailed }) => (
              <div key={email} className="flex flex-col gap-1">
                <span className="text-control">
                  <span className="font-name">{email}</span>{" "}
                  <Badge tone="ok">{mailed ? "E-mail sent" : "Invited"}</Badge>
                </span>
                {link ? <LinkToCopy link={link} email={email} /> : null}
              </div>
            ))}
          </div>
        ) : null}
        {refusedOnes.length > 0 ? (
          <div role="alert">
            <ul className="flex flex-col gap-1 text-control">
              {refusedOnes.map(({ email, verdict }) => (
                <li key={`${email} ${verdict}`} className="text-danger">
                  {email}: {verdict === "invited" ? "" : verdicts[verdict]}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        <Field
          label={invited.length > 0 ? "More e-mail addresses" : "E-mail addresses"}
          hint="Separate several addresses with commas, spaces or new lines."
          error={fieldError("addresses")}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              spellCheck={false}
              readOnly={pending}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
