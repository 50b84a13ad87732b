import { z } from "zod";
import { hasOnlyVisible } from "../account/name";
import { expiryChoices } from "./expiry";
import { accessKeyPattern } from "./format";

const label = z
  .string()
  .trim()
  .max(100, "A label can have at most 100 characters.")
  .refine(hasOnlyVisible, "A label can’t hold invisible characters.");
const accessKey = z.string().regex(accessKeyPattern);

export const newCredentials = z.object({
  label,
  expires: z.enum(expiryChoices),
  date: z.string().max(10).default(""),
});
export type NewCredentials = z.infer<typeof newCredentials>;

export const credentialLabel = z.object({ accessKey, label });
export type CredentialLabel = z.infer<typeof credentialLabel>;

export const credentialChoice = z.object({ accessKey });
export type CredentialChoice = z.infer<typeof credentialChoice>;
