import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { localPath } from "@/lib/core/local-path";
import { currentActor } from "@/lib/server/current-actor";
import { settings } from "@/lib/server/env";
import { AddressNotice } from "../_components/address-notice";
import { EntryCard } from "../_components/entry-card";
import { SignInForm } from "./_components/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const next = localPath((await searchParams).next) ?? "/settings/workspace";
  if (await currentActor()) redirect(next as never);
  return (
    <EntryCard title="Sign in">
      <AddressNotice publicUrl={settings().publicUrl} />
      <SignInForm next={next} />
    </EntryCard>
  );
}
