import { Button } from "./button";
import type { CodeDiagnostic, CodeSeverity } from "./code-lines";
import { CircleAlert, Info, TriangleAlert } from "./icons";

const icons: Record<CodeSeverity, { icon: typeof Info; className: string; word: string }> = {
  error: { icon: CircleAlert, className: "text-danger", word: "Error" },
  warning: { icon: TriangleAlert, className: "text-warn", word: "Warning" },
  info: { icon: Info, className: "text-accent-text", word: "Note" },
};

export type CodeDiagnosticsProps = {
  id?: string;
  diagnostics: readonly CodeDiagnostic[];
  onFix?: (diagnostic: CodeDiagnostic) => void;
  /** Makes the place a button that goes there. */
  onShow?: (diagnostic: CodeDiagnostic) => void;
};

export function CodeDiagnostics({ id, diagnostics, onFix, onShow }: CodeDiagnosticsProps) {
  if (diagnostics.length === 0) return null;
  return (
    <ul id={id} className="code-diagnostics">
      {diagnostics.map((diagnostic) => {
        const { icon: Icon, className, word } = icons[diagnostic.severity];
        const place = `Line ${diagnostic.line}${diagnostic.column ? `:${diagnostic.column}` : ""}`;
        return (
          <li key={`${place} ${diagnostic.message}`} className="code-diagnostic">
            <Icon className={className} aria-hidden />
            <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <span className="sr-only">{word}: </span>
              {onShow ? (
                <button type="button" className="code-place" onClick={() => onShow(diagnostic)}>
                  {place}
                </button>
              ) : (
                <strong className="font-semibold">{place}</strong>
              )}{" "}
              {withCode(diagnostic.message)}
            </p>
            {diagnostic.fix && onFix ? (
              <Button size="small" variant="ghost" onClick={() => onFix(diagnostic)}>
                {diagnostic.fix}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function withCode(message: string) {
  const pieces = message.split("`").map((text, index) => ({ text, code: index % 2 === 1, at: `${index}` }));
  return pieces.map(({ text, code, at }) => (code ? <code key={at}>{text}</code> : text));
}
