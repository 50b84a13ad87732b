import type { CodeDiagnostic, CodeToken } from "@/components/ui/code-lines";
import type { Diagnostic, VaultFormat } from "@/lib/core/vault/model/types";
import { hoconTokens } from "../hocon-tokens";

/** JSON is HOCON too, so both are coloured alike; YAML is left plain. */
export function codeTokens(format: VaultFormat): ((text: string) => CodeToken[]) | undefined {
  return format === "yaml" ? undefined : hoconTokens;
}

export function codeDiagnostics(diagnostics: readonly Diagnostic[]): CodeDiagnostic[] {
  return diagnostics.map(({ severity, message, range: { start, end }, fix }) => ({
    line: start.line,
    column: start.column,
    ...(end.line === start.line ? { endColumn: end.column } : {}),
    severity,
    message,
    ...(fix ? { fix: fix.label } : {}),
  }));
}
