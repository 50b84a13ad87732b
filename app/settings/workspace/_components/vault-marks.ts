import type { CodeDiagnostic, CodeToken, CodeTokenKind } from "@/components/ui/code-lines";
import { type HighlightKind, highlightHocon } from "@/lib/core/vault/hocon/highlight";
import type { Diagnostic, VaultFormat } from "@/lib/core/vault/model/types";

const kinds: Record<HighlightKind, CodeTokenKind | undefined> = {
  key: "key",
  string: "string",
  number: "number",
  comment: "comment",
  substitution: "substitution",
  punctuation: undefined,
};

/** JSON is HOCON too, so both are coloured alike; YAML is left plain. */
export function codeTokens(format: VaultFormat): ((text: string) => CodeToken[]) | undefined {
  return format === "yaml" ? undefined : hoconTokens;
}

function hoconTokens(text: string): CodeToken[] {
  return highlightHocon(text).flatMap(({ start, end, kind: found }) => {
    const kind = kinds[found];
    return kind ? [{ start, end, kind }] : [];
  });
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
