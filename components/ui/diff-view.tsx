import { Fragment } from "react";
import { gutter } from "./code-view";

export type DiffViewLine = {
  kind: "same" | "removed" | "added";
  before?: number;
  after?: number;
  text: string;
};

export type DiffViewProps = {
  /** Its name for screen readers. */
  label: string;
  /** `skipped` counts the unchanged lines above, which are left out. */
  hunks: readonly { skipped: number; lines: readonly DiffViewLine[] }[];
};

const elements = { same: "span", removed: "del", added: "ins" } as const;
const reachable = { tabIndex: 0 };

/** What changed between two texts, line by line, with both numbers of each line. */
export function DiffView({ label, hunks }: DiffViewProps) {
  const last = hunks.at(-1)?.lines.at(-1);
  return (
    <div className="code" style={gutter(Math.max(last?.before ?? 0, last?.after ?? 0))}>
      <section {...reachable} aria-label={label} className="code-scroll">
        <pre className="code-text">
          <code>
            {hunks.map(({ skipped, lines }) => (
              <Fragment key={`${lines[0]?.before}-${lines[0]?.after}`}>
                {skipped > 0 ? (
                  <span className="diff-skipped">
                    {skipped === 1 ? "1 line" : `${skipped} lines`} unchanged
                  </span>
                ) : null}
                {lines.map((line) => (
                  <Line key={`${line.before}-${line.after}`} line={line} />
                ))}
              </Fragment>
            ))}
          </code>
        </pre>
      </section>
    </div>
  );
}

function Line({ line: { kind, before, after, text } }: { line: DiffViewLine }) {
  const Element = elements[kind];
  return (
    <Element className="diff-line" data-diff={kind} data-before={before} data-after={after}>
      {text}
      {"\n"}
    </Element>
  );
}
