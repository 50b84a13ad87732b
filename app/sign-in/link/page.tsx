import type { Metadata } from "next";
import { Notice } from "@/components/ui/notice";
import { localPath } from "@/lib/core/local-path";
import { findSignInLink } from "@/lib/operations/sign-in";
import { settings } from "@/lib/server/env";
import { AddressNotice } from "../../_components/address-notice";
import { DeadLink } from "../../_components/dead-link";
import { EntryCard } from "../../_components/entry-card";
import { LinkForm } from "./_components/link-form";

export const metadata: Metadata = { title: "Sign in by link", referrer: "no-referrer" };

/** Opening the link spends nothing, since mail scanners open it too: the button does. */
export default async function SignInLinkPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string; next?: string }>;
}) {
  const { token, next } = await searchParams;
  const link = typeof token === "string" ? await findSignInLink(token) : undefined;
  if (!link || typeof token !== "string") {
    return (
      <DeadLink description="It has been used, is too old, or isn’t whole. The sign-in page sends a new one." />
    );
  }
  return (
    <EntryCard title="Sign in" description={`As ${link.email}.`}>
      <AddressNotice publicUrl={settings().publicUrl} />
      {link.takesOver ? (
        <Notice tone="warn" className="mb-4">
          An account with your address exists, and nobody has shown yet that it is theirs. This mail shows
          that it is yours: its password, sessions, API credentials and second factor end. Set a new password
          under Profile afterwards.
        </Notice>
      ) : null}
      <LinkForm token={token} next={localPath(next) ?? "/settings/workspace"} />
    </EntryCard>
  );
}
