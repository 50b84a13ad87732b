"use client";

import { cx } from "class-variance-authority";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
} from "react";
import { CodeDiagnostics } from "./code-diagnostics";
import { CodeLineRow } from "./code-line-row";
import { type CodeDiagnostic, type CodeToken, codeLines, isPlainCode } from "./code-lines";
import { CodeNumbers, showLine } from "./code-numbers";
import { gutter } from "./code-view";
import { type Edit, indent, newLine, outdent } from "./editor-edits";

export type CodeEditorHandle = { focus: () => void; goTo: (line: number, column?: number) => void };

export type CodeEditorProps = {
  value: string;
  onChange: (value: string) => void;
  label: string;
  /** Called with the text at each change; keep it the same function between renders. */
  tokens?: (text: string) => readonly CodeToken[];
  diagnostics?: readonly CodeDiagnostic[];
  onFix?: (diagnostic: CodeDiagnostic) => void;
  footer?: ReactNode;
  name?: string;
  readOnly?: boolean;
  autoFocus?: boolean;
  placeholder?: string;
  className?: string;
  handle?: Ref<CodeEditorHandle>;
};

export function CodeEditor({
  value,
  onChange,
  label,
  tokens,
  diagnostics = [],
  onFix,
  footer,
  name,
  readOnly,
  autoFocus,
  placeholder,
  className,
  handle,
}: CodeEditorProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const leaving = useRef(false);
  const plain = useMemo(() => isPlainCode(value), [value]);
  const lines = useMemo(
    () => (plain ? [] : codeLines(value, tokens?.(value), diagnostics)),
    [value, plain, tokens, diagnostics],
  );
  const lineCount = useMemo(() => (plain ? value.split("\n").length : lines.length), [value, plain, lines]);

  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);

  function goTo(line: number, column = 1) {
    const start = value.split("\n", line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const at = Math.min(start + column - 1, value.length);
    field.current?.focus();
    field.current?.setSelectionRange(at, at);
    if (plain && field.current) showLine(field.current, line);
    field.current?.parentElement
      ?.querySelector(`[data-number="${line}"]`)
      ?.scrollIntoView({ block: "nearest" });
  }

  useImperativeHandle(handle, () => ({ focus: () => field.current?.focus(), goTo }));

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const leaves = leaving.current;
    leaving.current = event.key === "Escape" || (leaves && event.key === "Shift");
    if (readOnly || event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Tab" && !leaves) {
      apply(event, (event.shiftKey ? outdent : indent)(value, selectionStart, selectionEnd));
    } else if (event.key === "Enter" && !event.shiftKey) {
      apply(event, newLine(value, selectionStart, selectionEnd));
    }
  }

  return (
    <div
      className={cx("code code-editor", className)}
      data-numbers
      data-plain={plain || undefined}
      style={gutter(lineCount)}
    >
      <div className="code-scroll">
        <div className="code-layers">
          {plain ? (
            <CodeNumbers field={field} lineCount={lineCount} />
          ) : (
            <pre aria-hidden className="code-text">
              <code>
                {lines.map((line) => (
                  <CodeLineRow key={line.number} line={line} />
                ))}
              </code>
            </pre>
          )}
          <textarea
            ref={field}
            name={name}
            value={value}
            readOnly={readOnly}
            placeholder={placeholder}
            aria-label={label}
            aria-describedby={diagnostics.length > 0 ? `${id}-keys ${id}-found` : `${id}-keys`}
            aria-invalid={diagnostics.some(({ severity }) => severity === "error") || undefined}
            data-escape="own"
            className="code-input"
            wrap="off"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            autoCorrect="off"
            onChange={(event) => onChange(event.currentTarget.value)}
            onKeyDown={press}
            onBlur={() => {
              leaving.current = false;
            }}
          />
        </div>
      </div>
      <CodeDiagnostics
        id={`${id}-found`}
        diagnostics={diagnostics}
        onFix={readOnly ? undefined : onFix}
        onShow={({ line, column }) => goTo(line, column)}
      />
      <div className="table-foot">
        {footer}
        <span id={`${id}-keys`} className="code-keys">
          {readOnly ? "Read only." : "Tab indents. Escape, then Tab, leaves the editor."}
        </span>
      </div>
    </div>
  );
}

/** By the browser's own editing command, which keeps undo; where it is gone, by the field's value. */
function apply(event: KeyboardEvent<HTMLTextAreaElement>, edit: Edit) {
  const target = event.currentTarget;
  event.preventDefault();
  if (target.value.slice(edit.start, edit.end) !== edit.insert) {
    target.setSelectionRange(edit.start, edit.end);
    const done = edit.insert
      ? document.execCommand("insertText", false, edit.insert)
      : document.execCommand("delete");
    if (!done) {
      target.setRangeText(edit.insert);
      target.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }
  target.setSelectionRange(edit.from, edit.to);
}
