"use client";

import { MailRequestForm } from "@/app/_components/mail-request-form";
import { linkSent } from "@/lib/core/account/links";
import { requestResetLinkAction } from "../actions";

export function ForgotPasswordForm() {
  return <MailRequestForm action={requestResetLinkAction} label="E-mail me a link" sent={linkSent} />;
}
