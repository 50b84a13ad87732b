import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { isSignUpOpen } from "@/lib/operations/sign-in/sign-up";
import { settings } from "@/lib/server/env";
import { identityProviders } from "@/lib/server/identity-providers";
import { isMailConfigured } from "@/lib/server/mail";
import { EntryCard } from "../_components/entry-card";
import { IdentityProviderButtons } from "../_components/identity-provider-buttons";
import { UrlNotice } from "../_components/url-notice";
import { MailedSignUpForm } from "./_components/mailed-sign-up-form";
import { SignUpForm } from "./_components/sign-up-form";

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage() {
  if (!(await isSignUpOpen())) notFound();
  const mails = isMailConfigured();
  return (
    <EntryCard
      title="Sign up"
      description={
        mails
          ? "Steward sends a link to create your account to your e-mail address."
          : "You get your own workspace and can invite others to it."
      }
    >
      <UrlNotice publicUrl={settings().publicUrl} />
      {mails ? <MailedSignUpForm /> : <SignUpForm />}
      <IdentityProviderButtons providers={identityProviders()} next="/settings/workspace" />
    </EntryCard>
  );
}
