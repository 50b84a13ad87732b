import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { localPath } from "@/lib/core/local-path";
import { workspaceChoice } from "@/lib/core/workspace/inputs";
import { findOwnWorkspaceName } from "@/lib/operations/workspace/memberships";
import { requireActor } from "@/lib/server/current-actor";
import { EntryCard } from "../_components/entry-card";
import { SwitchOffer } from "./_components/switch-offer";

export const metadata: Metadata = { title: "Switch workspace" };

type Query = { to?: string; next?: string };

/** Where a link into another workspace leads: its members are offered the switch, for others it does not exist. */
export default async function SwitchWorkspacePage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("workspace.switch");
  const { to, next } = await searchParams;
  const choice = workspaceChoice.safeParse({ workspaceId: to });
  const name = choice.success ? await findOwnWorkspaceName(actor, choice.data.workspaceId) : undefined;
  if (!choice.success || name === undefined) notFound();
  return (
    <EntryCard
      title={`Switch to “${name}”?`}
      description={`The link belongs to this workspace. Your active workspace is “${actor.workspaceName}”.`}
    >
      <SwitchOffer
        activeId={actor.workspaceId}
        target={{ id: choice.data.workspaceId, name }}
        next={localPath(next) ?? "/settings/workspace"}
      />
    </EntryCard>
  );
}
