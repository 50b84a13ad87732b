import { cx } from "class-variance-authority";
import type { CSSProperties, ReactNode } from "react";
import { CodeDiagnostics } from "./code-diagnostics";
import { CodeLineRow } from "./code-line-row";
import { type CodeDiagnostic, type CodeToken, codeLines } from "./code-lines";

export type CodeViewProps = {
  code: string;
  /** Its name for screen readers. */
  label: string;
  tokens?: readonly CodeToken[];
  diagnostics?: readonly CodeDiagnostic[];
  onFix?: (diagnostic: CodeDiagnostic) => void;
  lineNumbers?: boolean;
  /** At the right above the text: a CopyButton. */
  action?: ReactNode;
  footer?: ReactNode;
  /** Without it the text is scrolled past some 26 lines. */
  fullHeight?: boolean;
  className?: string;
};

/** Text that scrolls is reached by keyboard only when it takes the focus itself. */
const reachable = { tabIndex: 0 };

export function CodeView({
  code,
  label,
  tokens,
  diagnostics = [],
  onFix,
  lineNumbers = true,
  action,
  footer,
  fullHeight,
  className,
}: CodeViewProps) {
  const lines = codeLines(code.replace(/\n$/, ""), tokens, diagnostics);
  return (
    <div
      className={cx("code", className)}
      data-numbers={lineNumbers || undefined}
      style={gutter(lines.length)}
    >
      {action ? <div className="code-action">{action}</div> : null}
      <section {...reachable} aria-label={label} className={cx("code-scroll", fullHeight && "code-full")}>
        <pre className="code-text">
          <code>
            {lines.map((line) => (
              <CodeLineRow key={line.number} line={line} />
            ))}
          </code>
        </pre>
      </section>
      <CodeDiagnostics diagnostics={diagnostics} onFix={onFix} />
      {footer ? <div className="table-foot">{footer}</div> : null}
    </div>
  );
}

export function gutter(lines: number): CSSProperties & Record<"--digits", number> {
  return { "--digits": Math.max(2, String(lines).length) };
}
