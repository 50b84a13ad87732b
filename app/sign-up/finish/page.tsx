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
      <DeadLink description="The link was used, has expired or is incomplete. If you have already created your account, sign in." />
    );
  }
  return (
    <EntryCard
      title="Create your account"
      description="You get your own workspace and can invite others to it."
    >
      <FinishSignUpForm token={token} email={link.email} />
    </EntryCard>
  );
}
