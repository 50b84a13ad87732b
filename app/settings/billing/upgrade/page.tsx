import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { noQuery, workspacePage } from "@/app/_components/frame/workspace-page";
import { PageHead } from "@/components/ui/page-head";
import { grant } from "@/lib/core/workspace/actor";
import { findBilling } from "@/lib/operations/billing/overview";
import { findWorkspaceSummary } from "@/lib/operations/workspace/memberships";
import { UpgradeWizard } from "./_components/upgrade-wizard";

export const metadata: Metadata = { title: "Upgrade" };

export default workspacePage("billing.manage", noQuery, async ({ actor }) => {
  const viewer = grant(actor, "workspace.view");
  if (!viewer) throw new Error("An admin can’t view the workspace.");
  const [billing, summary] = await Promise.all([findBilling(actor), findWorkspaceSummary(viewer)]);
  if (!billing) notFound();
  return (
    <>
      <PageHead
        title="Upgrade to Pro"
        description={`For ${actor.workspaceName}. You pay on Stripe’s own page. Nothing is charged before.`}
      />
      <UpgradeWizard
        workspaceId={actor.workspaceId}
        people={summary.people}
        isPro={billing.entitlement.plan === "pro"}
      />
    </>
  );
});
