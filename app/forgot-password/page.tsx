import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { isMailConfigured } from "@/lib/server/mail";
import { EntryCard } from "../_components/entry-card";
import { ForgotPasswordForm } from "./_components/forgot-password-form";

export const metadata: Metadata = { title: "Forgot password" };

export default function ForgotPasswordPage() {
  if (!isMailConfigured()) {
    return (
      <EntryCard
        title="Forgot your password?"
        description="This server does not send e-mails. The operator can create a link to reset your password with: npm run users -- reset EMAIL"
      >
        <ButtonLink href="/sign-in">Back to sign-in</ButtonLink>
      </EntryCard>
    );
  }
  return (
    <EntryCard
      title="Forgot your password?"
      description="Enter the e-mail address of your account. Steward sends you a link to choose a new password."
    >
      <ForgotPasswordForm />
    </EntryCard>
  );
}
