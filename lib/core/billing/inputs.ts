import { z } from "zod";

/** For what concerns the one subscription of the workspace. */
export const billingChoice = z.object({});

export const checkoutChoice = z.object({ session: z.string().max(300) });
export const portalChoice = z.object({ open: z.enum(["billing_info", "payment_methods"]) });
export const invoicesChoice = z.object({ invoiceIds: z.array(z.string().max(300)).max(200) });
