import type { Diagnostic, ParsedVault, VaultTarget } from "../model/types";
import { checkForAgents } from "./agent-checks";

export type CheckedVault = { parsed: ParsedVault; diagnostics: Diagnostic[] };

/** Everything there is to say about a vault, in the order of its text: how it reads, and what agents make of it. */
export function checkParsed(parsed: ParsedVault, target: VaultTarget): CheckedVault {
  const found = [...parsed.diagnostics, ...checkForAgents(parsed, target)];
  return { parsed, diagnostics: found.toSorted((a, b) => a.range.start.offset - b.range.start.offset) };
}

export function firstError(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  return diagnostics.find(({ severity }) => severity === "error");
}
