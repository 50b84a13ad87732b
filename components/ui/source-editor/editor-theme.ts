import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The same classes as the text that the server draws. */
export const codeColors = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: "code-key" },
  { tag: [tags.string, tags.special(tags.string), tags.content], class: "code-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "code-number" },
  { tag: [tags.comment, tags.lineComment], class: "code-comment" },
  { tag: [tags.special(tags.variableName), tags.labelName, tags.typeName], class: "code-substitution" },
]);

const squiggle = (color: string) => ({
  backgroundImage: "none",
  paddingBottom: "0",
  textDecoration: `underline wavy ${color} 1px`,
  textUnderlineOffset: "3px",
  textDecorationSkipInk: "none",
});
const washed = (wash: string, mark: string) => ({
  backgroundColor: wash,
  boxShadow: `inset 2px 0 ${mark}`,
});
const floating = {
  border: "1px solid var(--border)",
  borderRadius: "var(--radius-control)",
  backgroundColor: "var(--surface)",
  color: "var(--text)",
  boxShadow: "var(--shadow-float)",
  fontFamily: "var(--font-sans)",
  fontSize: "var(--text-control)",
  lineHeight: "var(--text-code--line-height)",
};
const chosen = { backgroundColor: "var(--accent-wash)", color: "var(--text)" };

/** Only the tokens of the style sheet, so that both color schemes follow from it. */
export const editorTheme = EditorView.theme({
  "&": { maxHeight: "33rem", backgroundColor: "var(--surface)", color: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    overflow: "auto",
    fontFamily: "var(--font-mono)",
    fontSize: "var(--text-code)",
    lineHeight: "var(--text-code--line-height)",
    fontVariantLigatures: "none",
  },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--text)", tabSize: "4" },
  ".cm-line": { padding: "0 0.875rem 0 0.25rem" },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklab, var(--accent) 28%, transparent)",
  },
  ".cm-gutters": { border: "none", backgroundColor: "var(--surface)", color: "var(--muted)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.25rem", padding: "0 0.25rem 0 0.875rem" },
  ".cm-foldGutter .cm-gutterElement": { padding: "0 0.125rem", cursor: "pointer" },
  ".cm-activeLine": { backgroundColor: "color-mix(in oklab, var(--hover) 45%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-foldPlaceholder": {
    border: "1px solid var(--border)",
    backgroundColor: "var(--sunken)",
    color: "var(--muted)",
    padding: "0 0.375rem",
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--accent-wash)",
    outline: "1px solid var(--accent)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--danger-wash)" },

  ".cm-lintRange-error": squiggle("var(--danger)"),
  ".cm-lintRange-warning": squiggle("var(--warn-mark)"),
  ".cm-lintRange-info": squiggle("var(--accent)"),
  ".cm-lintRange-active": { backgroundColor: "var(--hover)" },
  ".cm-lintPoint:after": { display: "none" },
  ".cm-found-error": washed("var(--danger-wash)", "var(--danger)"),
  ".cm-found-warning": washed("var(--warn-wash)", "var(--warn-mark)"),
  ".cm-found-info": washed("var(--accent-wash)", "var(--accent)"),

  ".cm-tooltip": floating,
  ".cm-tooltip.cm-tooltip-hover": { maxWidth: "26rem" },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "1px solid var(--border)" },
  ".cm-diagnostic": { padding: "0.375rem 0.625rem", border: "none", whiteSpace: "pre-wrap" },
  ".cm-diagnosticText": { overflowWrap: "anywhere" },
  ".cm-diagnosticAction": {
    marginLeft: "0.5rem",
    border: "1px solid var(--border-strong)",
    borderRadius: "var(--radius-control)",
    backgroundColor: "var(--surface)",
    color: "var(--text)",
    fontSize: "var(--text-small)",
  },
  ".cm-about": { display: "block", padding: "0.375rem 0.625rem" },
  ".cm-about code": { fontWeight: "600" },
  ".cm-about p": { color: "var(--muted)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-mono)",
    fontSize: "var(--text-code)",
    maxHeight: "15rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.1875rem 0.625rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": chosen,
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
  ".cm-tooltip.cm-completionInfo": { ...floating, padding: "0.375rem 0.625rem", maxWidth: "20rem" },

  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--text)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--border)" },
  ".cm-panel.cm-search": {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "0.375rem",
    padding: "0.5rem 2.25rem 0.5rem 0.75rem",
    fontFamily: "var(--font-sans)",
  },
  ".cm-panel.cm-search br": { flexBasis: "100%", content: "''" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "0.25rem" },
  ".cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label": {
    margin: "0",
    fontSize: "var(--text-control)",
  },
  ".cm-textfield": {
    height: "var(--spacing-control-small)",
    border: "1px solid var(--border-field)",
    borderRadius: "var(--radius-control)",
    backgroundColor: "var(--surface)",
    color: "var(--text)",
    padding: "0 0.5rem",
  },
  ".cm-button": {
    height: "var(--spacing-control-small)",
    border: "1px solid var(--border-strong)",
    borderRadius: "var(--radius-control)",
    backgroundColor: "var(--surface)",
    backgroundImage: "none",
    color: "var(--text)",
    padding: "0 0.625rem",
  },
  ".cm-panel.cm-search [name=close]": {
    top: "0.5rem",
    right: "0.625rem",
    color: "var(--muted)",
    fontSize: "1.125rem",
  },
  ".cm-searchMatch": { backgroundColor: "var(--warn-wash)", outline: "1px solid var(--warn-mark)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--accent-wash)", outline: "1px solid var(--accent)" },
  ".cm-selectionMatch": { backgroundColor: "var(--hover)" },
});
