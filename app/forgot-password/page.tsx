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
        description="This Steward sends no mail. Its operator can make a link that sets a new password, with: npm run users -- reset EMAIL"
      >
        <ButtonLink href="/sign-in">Back to sign-in</ButtonLink>
      </EntryCard>
    );
  }
  return (
    <EntryCard
      title="Forgot your password?"
      description="Type the address of your account, and a link to choose a new password is mailed to it."
    >
      <ForgotPasswordForm />
    </EntryCard>
  );
}
