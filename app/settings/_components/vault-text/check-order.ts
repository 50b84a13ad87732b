import type { Diagnostic, VaultFormat, VaultTarget } from "@/lib/core/vault/model/types";

export type CheckOrder = { id: number; text: string; format: VaultFormat; target: VaultTarget };
export type CheckAnswer = { id: number; diagnostics: Diagnostic[] };
