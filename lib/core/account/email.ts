import { z } from "zod";

/** Addresses are compared in lower case everywhere, so they are kept that way. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "This address is too long.")
  .pipe(z.email("This is not an e-mail address."));
