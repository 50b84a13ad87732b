export type Card = { brand: string; last4: string; expiryMonth: number; expiryYear: number };

/** As Stripe has it: whatever the customer left out is null. */
export type BillingAddress = {
  name: string | null;
  line1: string | null;
  line2: string | null;
  postalCode: string | null;
  city: string | null;
  state: string | null;
  country: string | null;
};
