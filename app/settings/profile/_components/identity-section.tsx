import { ProviderProblem } from "@/app/_components/provider-problem";
import { Section } from "@/components/ui/section";
import type { SignInProblemQuery } from "@/lib/core/account/sign-in-problems";
import type { OwnIdentity } from "@/lib/operations/sign-in/identities";
import { identityProviders } from "@/lib/server/identity-providers";
import { IdentityList } from "./identity-list";

/** Only where a provider is configured, or was when one was connected. */
export function IdentitySection({
  workspaceId,
  connected,
  query,
  isProven,
  now,
}: {
  workspaceId: string;
  connected: OwnIdentity[];
  query: SignInProblemQuery;
  isProven: boolean;
  now: number;
}) {
  const reached = new Set(connected.filter((each) => each.isConfigured).map(({ provider }) => provider));
  const others = identityProviders().filter(({ id }) => !reached.has(id));
  if (connected.length + others.length === 0) return null;
  return (
    <Section
      id="identity-providers"
      title="Identity providers"
      description={
        isProven
          ? "Accounts at identity providers that you can sign in with. They use their own second factor."
          : "Accounts at identity providers that you can sign in with. Your e-mail address is not proven yet. If you connect an account that proves it, your password, sessions and API credentials are removed, your configuration vaults are turned off, and all other members are removed from your personal workspace."
      }
    >
      <ProviderProblem query={query} className="mb-3" />
      <IdentityList workspaceId={workspaceId} now={now} connected={connected} others={others} />
    </Section>
  );
}
