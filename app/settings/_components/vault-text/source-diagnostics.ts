import type { SourceCheck, SourceDiagnostic } from "@/components/ui/source-editor/source-editor";
import type { VaultCheck } from "./use-vault-check";

/** A check in the words of the editor. */
export function sourceCheck({ text, diagnostics }: VaultCheck): SourceCheck {
  return {
    text,
    diagnostics: diagnostics.map(
      ({ severity, message, range: { start, end }, fix }): SourceDiagnostic => ({
        severity,
        message,
        line: start.line,
        column: start.column,
        from: start.offset,
        to: end.offset,
        ...(fix
          ? {
              fix: {
                label: fix.label,
                from: fix.range.start.offset,
                to: fix.range.end.offset,
                insert: fix.text,
              },
            }
          : {}),
      }),
    ),
  };
}
