import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { Card } from "@/components/ui/card";
import { effectiveQuery } from "@/lib/core/vault/effective-inputs";
import { findOwnEffectiveConfiguration } from "@/lib/operations/vaults/effective";
import { BackLink } from "../../_components/back-link";
import { EffectivePage } from "../../_components/effective/effective-page";
import { ShownText } from "../../_components/effective/key-table";
import { PastedConfiguration } from "./_components/pasted-configuration";
import { RevealedValue } from "./_components/revealed-value";

export const metadata: Metadata = { title: "Effective configuration" };

const path = "/settings/workspace/effective-configuration";

export default workspacePage("vaults.read_own", effectiveQuery, async ({ actor, query }) => (
  <>
    <BackLink href="/settings/workspace#vault">Workspace</BackLink>
    <EffectivePage
      outcome={await findOwnEffectiveConfiguration(actor, query)}
      path={path}
      query={query}
      description="What clients that run with your credentials get from the vaults, key by key. Secrets are hidden."
      nothingYet="No vault that is turned on applies to you. Write a configuration vault on the Workspace page, or ask an admin for an administrator vault."
      drawValue={({ name, path: keyPath, value }) =>
        value.isPartial ? (
          <RevealedValue workspaceId={actor.workspaceId} name={name} path={keyPath} shown={value.text} />
        ) : (
          <ShownText text={value.text} />
        )
      }
    >
      <Card>
        <PastedConfiguration workspaceId={actor.workspaceId} />
      </Card>
    </EffectivePage>
  </>
));
