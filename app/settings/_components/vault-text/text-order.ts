import type { Diagnostic, VaultFormat, VaultTarget } from "@/lib/core/vault/model/types";

/** What is done with a text in a worker, because it can take longer than a frame. */
export type TextOrder = { text: string; format: VaultFormat } & (
  | { kind: "check"; target: VaultTarget }
  | { kind: "format" }
  | { kind: "convert"; to: VaultFormat }
);

/** `text` is the formatted or converted one. Undefined where the text was only checked, or has an error. */
export type TextResult = { text?: string | undefined; diagnostics: Diagnostic[] };

export type NumberedOrder = { id: number; order: TextOrder };
export type NumberedResult = { id: number; result: TextResult };
