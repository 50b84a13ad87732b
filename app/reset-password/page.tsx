import type { Metadata } from "next";
import { TakeOverNotice } from "@/app/_components/take-over-notice";
import { shownEmail } from "@/lib/core/account/shown-email";
import { findResetLink } from "@/lib/operations/sign-in/passwords";
import { DeadLink } from "../_components/dead-link";
import { EntryCard } from "../_components/entry-card";
import { ResetPasswordForm } from "./_components/reset-password-form";

export const metadata: Metadata = { title: "Reset password", referrer: "no-referrer" };

export default async function ResetPasswordPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string }>;
}) {
  const { token } = await searchParams;
  const link = typeof token === "string" ? await findResetLink(token) : undefined;
  if (!link || typeof token !== "string") {
    return <DeadLink description="The link was used, has expired or is incomplete. Request a new one." />;
  }
  return (
    <EntryCard
      title="Choose a new password"
      description={`For ${shownEmail(link.email)}. Every session of this account will be signed out.`}
    >
      {link.takesOver ? (
        <TakeOverNotice className="mb-4" afterwards="Choose a password that only you know." />
      ) : null}
      <ResetPasswordForm token={token} />
    </EntryCard>
  );
}
