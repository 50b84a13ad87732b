"use client";

import type { CompletionSource } from "@codemirror/autocomplete";
import { setDiagnostics } from "@codemirror/lint";
import { openSearchPanel } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, placeholder as placeholderOf } from "@codemirror/view";
import { cx } from "class-variance-authority";
import { type ReactNode, type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { CodeDiagnostics } from "../code-diagnostics";
import type { CodeDiagnostic } from "../code-lines";
import { editSetup, viewSetup } from "./editor-setup";

export type SourceFix = { label: string; from: number; to: number; insert: string };

/** `from` and `to` are offsets, lines and columns count from 1. */
export type SourceDiagnostic = Omit<CodeDiagnostic, "fix"> & {
  from: number;
  to: number;
  fix?: SourceFix;
};

/** What was found, and in which text: offsets count in that one alone. */
export type SourceCheck = { text: string; diagnostics: readonly SourceDiagnostic[] };

export type SourceEditorHandle = {
  focus: () => void;
  openSearch: () => void;
};

export type SourceEditorProps = {
  /** With line feeds alone at the ends of lines. */
  value: string;
  onChange?: (value: string) => void;
  /** Its name for screen readers. */
  label: string;
  /** Keep the same array between renders. */
  language?: Extension;
  /** Keep the same function between renders. */
  complete?: CompletionSource;
  check?: SourceCheck;
  readOnly?: boolean;
  autoFocus?: boolean;
  placeholder?: string;
  footer?: ReactNode;
  className?: string;
  handle?: Ref<SourceEditorHandle>;
};

const noCheck: SourceCheck = { text: "", diagnostics: [] };

export function SourceEditor({
  value,
  onChange,
  label,
  language,
  complete,
  check = noCheck,
  readOnly = false,
  autoFocus,
  placeholder,
  footer,
  className,
  handle,
}: SourceEditorProps) {
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const shown = useRef(value);
  const changed = useRef(onChange);
  const [slots] = useState(makeSlots);
  const hasError = check.diagnostics.some(({ severity }) => severity === "error");
  const isFresh = check.text === value;

  useEffect(() => {
    changed.current = onChange;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; the effects below follow what changes
  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      doc: shown.current,
      extensions: [
        slots.edit.of(readOnly ? EditorState.readOnly.of(true) : editSetup(complete)),
        slots.language.of(language ?? []),
        slots.attributes.of([]),
        viewSetup(),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          const text = update.state.doc.toString();
          if (text === shown.current) return;
          shown.current = text;
          changed.current?.(text);
        }),
      ],
    });
    view.current = made;
    if (autoFocus) made.focus();
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    if (shown.current === value || !view.current) return;
    shown.current = value;
    replaceText(view.current, value);
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: slots.language.reconfigure(language ?? []) });
  }, [language, slots]);

  useEffect(() => {
    const setup = readOnly ? EditorState.readOnly.of(true) : editSetup(complete);
    view.current?.dispatch({ effects: slots.edit.reconfigure(setup) });
  }, [readOnly, complete, slots]);

  useEffect(() => {
    const attributes: Record<string, string> = {
      "aria-label": label,
      "aria-describedby": check.diagnostics.length > 0 ? `${id}-keys ${id}-found` : `${id}-keys`,
      ...(hasError ? { "aria-invalid": "true" } : {}),
      ...(readOnly ? { "aria-readonly": "true" } : {}),
      autocapitalize: "off",
      spellcheck: "false",
      tabindex: "0",
    };
    const extensions = [
      EditorView.contentAttributes.of(attributes),
      placeholder ? placeholderOf(placeholder) : [],
    ];
    view.current?.dispatch({ effects: slots.attributes.reconfigure(extensions) });
  }, [id, label, readOnly, hasError, check.diagnostics.length, placeholder, slots]);

  useEffect(() => {
    // Marks of an older text move along with what is typed until this one is checked.
    if (!view.current || check.text !== shown.current) return;
    const { state } = view.current;
    const marks = check.diagnostics.map(({ from, to, severity, message, fix }) => ({
      from: Math.min(from, state.doc.length),
      to: Math.min(Math.max(from, to), state.doc.length),
      severity,
      message: message.replaceAll("`", ""),
      actions:
        fix && !readOnly ? [{ name: fix.label, apply: (target: EditorView) => mend(target, fix) }] : [],
    }));
    view.current.dispatch(setDiagnostics(state, marks));
  }, [check, readOnly]);

  useImperativeHandle(handle, () => ({
    focus: () => view.current?.focus(),
    openSearch: () => {
      if (view.current) openSearchPanel(view.current);
    },
  }));

  function goTo({ line, column = 1 }: CodeDiagnostic) {
    if (!view.current) return;
    const { doc } = view.current.state;
    const { from, to } = doc.line(Math.min(line, doc.lines));
    const at = Math.min(from + column - 1, to);
    view.current.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
    view.current.focus();
  }

  const listed = check.diagnostics.map(({ fix, from: _, to: __, ...rest }) => ({
    ...rest,
    ...(fix && isFresh ? { fix: fix.label } : {}),
  }));

  function applyListed(diagnostic: CodeDiagnostic) {
    const fix = check.diagnostics[listed.indexOf(diagnostic)]?.fix;
    if (fix && view.current && check.text === shown.current) {
      mend(view.current, fix);
      view.current.focus();
    }
  }

  return (
    <div className={cx("code code-editor", className)}>
      <div ref={host} data-escape="own" data-editable={!readOnly || undefined} />
      <CodeDiagnostics
        id={`${id}-found`}
        diagnostics={listed}
        onFix={readOnly ? undefined : applyListed}
        onShow={goTo}
      />
      <div className="table-foot">
        {footer}
        <span id={`${id}-keys`} className="code-keys">
          {readOnly ? "Read only." : "Tab indents. Press Escape, then Tab, to leave the editor."}
        </span>
      </div>
    </div>
  );
}

function makeSlots() {
  return { edit: new Compartment(), language: new Compartment(), attributes: new Compartment() };
}

function mend(view: EditorView, { from, to, insert }: SourceFix): void {
  view.dispatch({ changes: { from, to, insert }, userEvent: "input.fix", scrollIntoView: true });
}

/** Changes no more than what differs, so that the cursor stays where it is, and can be undone. */
function replaceText(view: EditorView, text: string): void {
  const before = view.state.doc.toString();
  let start = 0;
  const shorter = Math.min(before.length, text.length);
  while (start < shorter && before.charCodeAt(start) === text.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === text.charCodeAt(text.length - 1 - end)
  )
    end += 1;
  view.dispatch({
    changes: { from: start, to: before.length - end, insert: text.slice(start, text.length - end) },
  });
}
