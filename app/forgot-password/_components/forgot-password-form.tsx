"use client";

import { MailRequestForm } from "@/app/_components/mail-request-form";
import { linkSent } from "@/lib/core/account/link-sent";
import { requestResetLinkAction } from "../actions";

export function ForgotPasswordForm() {
  return <MailRequestForm action={requestResetLinkAction} label="E-mail me a link" sent={linkSent} />;
}
