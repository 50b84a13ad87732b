import type { Metadata } from "next";
import { isOpenSetUpToken } from "@/lib/operations/installation/set-up";
import { settings } from "@/lib/server/env";
import { DeadLink } from "../_components/dead-link";
import { EntryCard } from "../_components/entry-card";
import { UrlNotice } from "../_components/url-notice";
import { SetUpForm } from "./_components/set-up-form";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

export default async function SetUpPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token } = await searchParams;
  if (typeof token !== "string" || !(await isOpenSetUpToken(token))) {
    return (
      <DeadLink
        title="This set-up link doesn’t work"
        description="The link was used or is incomplete. Until the first account is created, the server prints a valid link on its console at each start."
      />
    );
  }
  return (
    <EntryCard
      title="Set up Steward"
      description="Create the first account. It owns the first workspace and can invite others."
    >
      <UrlNotice publicUrl={settings().publicUrl} />
      <SetUpForm token={token} />
    </EntryCard>
  );
}
