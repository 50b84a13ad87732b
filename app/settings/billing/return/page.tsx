import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { PageHead } from "@/components/ui/page-head";
import { findBilling } from "@/lib/operations/billing/overview";
import { confirmUpgradeFormAction } from "../actions";
import { Confirming } from "./_components/confirming";

export const metadata: Metadata = { title: "Upgrade" };

const returnQuery = z.object({ session: z.string().max(300).catch("") });

/** The address proves nothing: what is shown is what Stripe says. */
export default workspacePage("billing.manage", returnQuery, async ({ actor, query }) => {
  if (!(await findBilling(actor))) notFound();
  return (
    <>
      <PageHead title="Upgrade to Pro" description={`For ${actor.workspaceName}.`} />
      <Confirming
        workspaceId={actor.workspaceId}
        session={query.session}
        formAction={confirmUpgradeFormAction.bind(null, actor.workspaceId)}
      />
    </>
  );
});
