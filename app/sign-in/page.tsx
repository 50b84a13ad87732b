import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Link } from "@/components/ui/link";
import { localPath } from "@/lib/core/local-path";
import { isSignUpOpen } from "@/lib/operations/sign-in/sign-up";
import { currentActor } from "@/lib/server/current-actor";
import { settings } from "@/lib/server/env";
import { identityProviders } from "@/lib/server/identity-providers";
import { isMailConfigured } from "@/lib/server/mail";
import { EntryCard } from "../_components/entry-card";
import { IdentityProviderButtons } from "../_components/identity-provider-buttons";
import { ProviderProblem, providerProblemQuery } from "../_components/provider-problem";
import { UrlNotice } from "../_components/url-notice";
import { SignInForm } from "./_components/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const query = await searchParams;
  const next = localPath(query.next) ?? "/settings/workspace";
  if (await currentActor()) {
    const problem = providerProblemQuery(query);
    redirect((problem ? `/settings/profile?${problem}#identity-providers` : next) as never);
  }
  return (
    <EntryCard title="Sign in">
      <UrlNotice publicUrl={settings().publicUrl} />
      <ProviderProblem query={query} className="mb-4" />
      <SignInForm next={next} mails={isMailConfigured()} />
      <IdentityProviderButtons providers={identityProviders()} next={next} />
      {(await isSignUpOpen()) ? (
        <p className="mt-5 text-center text-control text-muted">
          No account yet? <Link href="/sign-up">Sign up</Link>
        </p>
      ) : null}
    </EntryCard>
  );
}
