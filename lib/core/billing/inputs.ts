import { z } from "zod";

/** For what concerns the one subscription of the workspace. */
export const billingChoice = z.object({});

/** Whoever did not agree to the terms yet is asked for it. */
export const upgradeChoice = z.object({
  agreed: z.literal("on", "Agree to the terms to continue."),
});

/** The steps of the upgrade; nobody gets past the terms without agreeing. */
export const upgradeSteps = ["plan", "terms", "seats"] as const;
export const upgradeQuery = z
  .object({
    step: z.enum(upgradeSteps).catch("plan"),
    agreed: z.literal("on").optional().catch(undefined),
  })
  .transform(({ step, agreed }) => {
    const isStopped = step === "seats" && !agreed;
    return { step: isStopped ? ("terms" as const) : step, agreed: agreed !== undefined, isStopped };
  });

export const checkoutChoice = z.object({ session: z.string().max(300) });
export const portalChoice = z.object({ open: z.enum(["billing_info", "payment_methods"]) });
export const invoicesChoice = z.object({ invoiceIds: z.array(z.string().max(300)).max(200) });
/** What browsers send of a form in which each chosen invoice is a box named by its ID. */
export const invoicesForm = z
  .record(z.string().max(300), z.string())
  .transform((sent) => ({ invoiceIds: Object.keys(sent).filter((name) => name.startsWith("in_")) }))
  .pipe(invoicesChoice);
