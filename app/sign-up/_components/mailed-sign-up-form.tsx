"use client";

import { MailRequestForm } from "@/app/_components/mail-request-form";
import { requestSignUpAction } from "../actions";

export function MailedSignUpForm() {
  return (
    <MailRequestForm
      action={requestSignUpAction}
      label="Sign up"
      sent={(email) => `Steward sent an e-mail to ${email}. Its link works once and expires after 1 hour.`}
    />
  );
}
