import { Notice } from "@/components/ui/notice";
import { describeSignInProblem, readSignInProblem } from "@/lib/core/account/sign-in-problems";
import { identityProviders } from "@/lib/server/identity-providers";

type Query = Record<string, string | undefined>;

/** Why the way through an identity provider did not lead in. Nothing of the address is shown: it only chooses a sentence. */
export function ProviderProblem({ query, className }: { query: Query; className?: string }) {
  const problem = readSignInProblem(query);
  if (!problem) return null;
  const provider = identityProviders().find(({ id }) => id === query.provider);
  return (
    <Notice tone={problem === "cancelled" ? "info" : "danger"} role="alert" className={className}>
      {describeSignInProblem(problem, provider?.name)}
    </Notice>
  );
}

/** The same on another page. */
export function providerProblemQuery(query: Query): string | undefined {
  const problem = readSignInProblem(query);
  return problem && new URLSearchParams({ problem, provider: query.provider ?? "" }).toString();
}
