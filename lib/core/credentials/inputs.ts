import { z } from "zod";
import { hasOnlyVisibleCharacters } from "../account/name";
import { pageNumber, searchText } from "../list-query";
import { credentialLimits, expiryChoices } from "./expiry";
import { accessKeyPattern } from "./format";

const label = z
  .string()
  .trim()
  .max(100, "A label can have at most 100 characters.")
  .refine(hasOnlyVisibleCharacters, "A label can’t contain invisible characters.");
const accessKey = z.string().regex(accessKeyPattern);

export const newCredentials = z.object({
  label,
  expires: z.enum(expiryChoices),
  date: z.string().max(10).default(""),
});
export type NewCredentials = z.infer<typeof newCredentials>;

export const credentialLabel = z.object({ accessKey, label });
export type CredentialLabel = z.infer<typeof credentialLabel>;

/** `alsoMade`: those too that programs made with these, and with what they made. */
export const credentialRevocation = z.object({ accessKey, alsoMade: z.boolean().optional() });
export type CredentialRevocation = z.infer<typeof credentialRevocation>;

/** What the address of the page says of its list; anything it doesn't know falls back. */
export const credentialQuery = z.object({
  credentials: z.enum(["own", "everybody"]).catch("own"),
  search: searchText,
  page: pageNumber,
});
export type CredentialQuery = z.infer<typeof credentialQuery>;

const limit = z.union([z.null(), ...credentialLimits.map((days) => z.literal(days))]);

/**
 * `seen` is the limit that the form showed, so that two admins can't overwrite each other's change
 * unknowingly.
 */
export const credentialLimitChange = z.object({ days: limit, seen: z.number().int().nullable() });
export type CredentialLimitChange = z.infer<typeof credentialLimitChange>;
