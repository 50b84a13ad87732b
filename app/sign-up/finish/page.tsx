import type { Metadata } from "next";
import { findOpenSignUp } from "@/lib/operations/sign-in/sign-up";
import { DeadLink } from "../../_components/dead-link";
import { EntryCard } from "../../_components/entry-card";
import { FinishSignUpForm } from "./_components/finish-sign-up-form";

export const metadata: Metadata = { title: "Sign up", referrer: "no-referrer" };

export default async function FinishSignUpPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string }>;
}) {
  const { token } = await searchParams;
  const link = typeof token === "string" ? await findOpenSignUp(token) : undefined;
  if (!link || typeof token !== "string") {
    return (
      <DeadLink description="It has been used, is too old, or isn’t whole. If you have made your account with it, sign in." />
    );
  }
  return (
    <EntryCard
      title="Make your account"
      description="You get a workspace of your own, and can invite others to it."
    >
      <FinishSignUpForm token={token} email={link.email} />
    </EntryCard>
  );
}
