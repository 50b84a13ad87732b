"use server";

import {
  billingChoice,
  checkoutChoice,
  invoicesChoice,
  invoicesForm,
  portalChoice,
  upgradeChoice,
} from "@/lib/core/billing/inputs";
import { emailInvoices } from "@/lib/operations/billing/invoices";
import { resumeSubscription, undoDowngrade } from "@/lib/operations/billing/plan-changes";
import { openPortal } from "@/lib/operations/billing/portal";
import { requestDowngrade } from "@/lib/operations/billing/request-downgrade";
import { syncFromStripe } from "@/lib/operations/billing/sync";
import { confirmUpgrade, startUpgrade } from "@/lib/operations/billing/upgrade";
import { workspaceAction } from "@/lib/server/workspace-action";
import { workspaceFormAction } from "@/lib/server/workspace-form-action";

export const startUpgradeAction = workspaceAction("billing.manage", upgradeChoice, startUpgrade);

export const startUpgradeFormAction = workspaceFormAction("billing.manage", upgradeChoice, startUpgrade);

export const confirmUpgradeAction = workspaceAction("billing.manage", checkoutChoice, (actor, { session }) =>
  confirmUpgrade(actor, session),
);

export const confirmUpgradeFormAction = workspaceFormAction(
  "billing.manage",
  checkoutChoice,
  (actor, { session }) => confirmUpgrade(actor, session),
);

export const openPortalAction = workspaceAction("billing.manage", portalChoice, (actor, { open }) =>
  openPortal(actor, open),
);

export const openPortalFormAction = workspaceFormAction("billing.manage", portalChoice, (actor, { open }) =>
  openPortal(actor, open),
);

export const requestDowngradeAction = workspaceAction("billing.manage", billingChoice, requestDowngrade, {
  refreshes: "page",
});

export const undoDowngradeAction = workspaceAction("billing.manage", billingChoice, undoDowngrade, {
  refreshes: "page",
});

export const resumeSubscriptionAction = workspaceAction("billing.manage", billingChoice, resumeSubscription, {
  refreshes: "page",
});

export const syncFromStripeAction = workspaceAction("billing.manage", billingChoice, syncFromStripe, {
  refreshes: "page",
});

export const emailInvoicesAction = workspaceAction(
  "billing.manage",
  invoicesChoice,
  (actor, { invoiceIds }) => emailInvoices(actor, invoiceIds),
);

export const emailInvoicesFormAction = workspaceFormAction(
  "billing.manage",
  invoicesForm,
  (actor, { invoiceIds }) => emailInvoices(actor, invoiceIds),
);

export const undoDowngradeFormAction = workspaceFormAction("billing.manage", billingChoice, undoDowngrade, {
  refreshes: "page",
});

export const resumeSubscriptionFormAction = workspaceFormAction(
  "billing.manage",
  billingChoice,
  resumeSubscription,
  {
    refreshes: "page",
  },
);

export const syncFromStripeFormAction = workspaceFormAction("billing.manage", billingChoice, syncFromStripe, {
  refreshes: "page",
});

export const requestDowngradeFormAction = workspaceFormAction(
  "billing.manage",
  billingChoice,
  requestDowngrade,
  {
    refreshes: "page",
  },
);
