import { autocompletion, type CompletionSource, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { getNonce } from "get-nonce";
import { codeColors, editorTheme } from "./editor-theme";
import { foundLines } from "./found-lines";
import { leaveByTab } from "./leave-by-tab";

/** The colors, numbers and tools of every source view, editable or not. */
export function viewSetup(): Extension {
  const nonce = getNonce();
  return [
    nonce ? EditorView.cspNonce.of(nonce) : [],
    editorTheme,
    syntaxHighlighting(codeColors),
    lineNumbers(),
    codeFolding(),
    foldGutter({ openText: "⌄", closedText: "›" }),
    drawSelection(),
    highlightSpecialChars(),
    bracketMatching(),
    search({ top: true }),
    highlightSelectionMatches(),
    foundLines,
    keymap.of([...defaultKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap]),
  ];
}

export function editSetup(complete: CompletionSource | undefined): Extension {
  return [
    leaveByTab(),
    history(),
    dropCursor(),
    indentUnit.of("  "),
    EditorState.tabSize.of(4),
    indentOnInput(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    // Names alone are completed, after which Enter means nothing else: the list takes it immediately.
    complete ? autocompletion({ override: [complete], icons: false, interactionDelay: 0 }) : [],
    keymap.of([...completionKeymap, ...historyKeymap, indentWithTab]),
  ];
}
