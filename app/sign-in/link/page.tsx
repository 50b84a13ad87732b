import type { Metadata } from "next";
import { TakeOverNotice } from "@/app/_components/take-over-notice";
import { shownEmail } from "@/lib/core/account/shown-email";
import { localPath } from "@/lib/core/local-path";
import { findSignInLink } from "@/lib/operations/sign-in/sign-in";
import { settings } from "@/lib/server/env";
import { DeadLink } from "../../_components/dead-link";
import { EntryCard } from "../../_components/entry-card";
import { UrlNotice } from "../../_components/url-notice";
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
      <DeadLink description="The link was used, has expired or is incomplete. Request a new one on the sign-in page." />
    );
  }
  return (
    <EntryCard title="Sign in" description={`As ${shownEmail(link.email)}.`}>
      <UrlNotice publicUrl={settings().publicUrl} />
      {link.takesOver ? (
        <TakeOverNotice className="mb-4" afterwards="After you sign in, set a new password under Profile." />
      ) : null}
      <LinkForm token={token} next={localPath(next) ?? "/settings/workspace"} />
    </EntryCard>
  );
}
