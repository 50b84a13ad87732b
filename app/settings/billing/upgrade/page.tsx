import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { PageHead } from "@/components/ui/page-head";
import { upgradeQuery } from "@/lib/core/billing/inputs";
import { findPlanSummary } from "@/lib/operations/billing/overview";
import { UpgradeWizard } from "./_components/upgrade-wizard";

export const metadata: Metadata = { title: "Upgrade" };

export default workspacePage("billing.manage", upgradeQuery, async ({ actor, query }) => {
  const { billing, people } = await findPlanSummary(actor);
  if (!billing) notFound();
  return (
    <>
      <PageHead
        title="Upgrade to Pro"
        description={`For ${actor.workspaceName}. You pay on Stripe’s own page. Nothing is charged before.`}
      />
      <UpgradeWizard
        {...query}
        workspaceId={actor.workspaceId}
        people={people}
        isPro={billing.entitlement.plan === "pro"}
      />
    </>
  );
});
