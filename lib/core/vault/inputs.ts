import { z } from "zod";
import { identifier } from "../identifiers";
import { pageNumber } from "../list-query";
import { type VaultFormat, vaultFormats } from "./model/types";

export type { VaultFormat };

export const vaultEdit = z.object({
  format: z.enum(vaultFormats),
  text: z.string().max(2_000_000, "This text is too long for a vault."),
  /** The revision that the editor was opened on; 0 where there was none. */
  baseRevision: z.number().int().min(0),
  /** Keeps a text with errors by turning the vault off. */
  turnOff: z.boolean().default(false),
});
export type VaultEdit = z.infer<typeof vaultEdit>;

/** The same as a browser sends it by itself. */
export const vaultForm = vaultEdit.extend({
  baseRevision: z.coerce.number().int().min(0),
  turnOff: z
    .literal("on")
    .optional()
    .transform((value) => value === "on"),
});

export const vaultSwitch = z.object({ enabled: z.boolean() });
export type VaultSwitch = z.infer<typeof vaultSwitch>;

const revisionNumber = z.number().int().min(1).max(2_147_483_647);

/** `baseRevision` is the newest one that the page was rendered with. */
export const revisionRestore = z.object({
  vaultId: identifier,
  number: revisionNumber,
  baseRevision: revisionNumber,
});
export type RevisionRestore = z.infer<typeof revisionRestore>;

/** What the URL of a history says; anything it doesn't know falls back. */
export const historyQuery = z.object({
  page: pageNumber,
  revision: z.coerce.number().pipe(revisionNumber).optional().catch(undefined),
  against: z.enum(["before", "newest"]).catch("before"),
});
export type HistoryQuery = z.infer<typeof historyQuery>;
