"use client";

import { MailRequestForm } from "@/app/_components/mail-request-form";
import { requestSignUpAction } from "../actions";

export function MailedSignUpForm() {
  return (
    <MailRequestForm
      action={requestSignUpAction}
      label="Sign up"
      sent={(email) => `A mail is on its way to ${email}. Its link works once, for 1 hour.`}
    />
  );
}
