/** Of which events a workspace's copy is made anew. All others are answered, and left alone. */
export const handledEvents = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "customer.subscription.paused",
  "customer.subscription.resumed",
  "customer.subscription.trial_will_end",
  "customer.subscription.pending_update_applied",
  "customer.subscription.pending_update_expired",
  "invoice.finalized",
  "invoice.finalization_failed",
  "invoice.paid",
  "invoice.payment_failed",
  "invoice.payment_action_required",
  "invoice.upcoming",
  "invoice.overdue",
  "invoice.voided",
  "invoice.marked_uncollectible",
  "invoice_payment.paid",
  "customer.updated",
  "customer.deleted",
  "payment_method.attached",
  "payment_method.detached",
  "payment_method.updated",
  "payment_method.automatically_updated",
  "charge.refunded",
  "charge.dispute.created",
  "charge.dispute.closed",
] as const;
export type HandledEvent = (typeof handledEvents)[number];

export function isHandled(type: string): type is HandledEvent {
  return (handledEvents as readonly string[]).includes(type);
}
