import { type Diagnostic, forEachDiagnostic, setDiagnosticsEffect } from "@codemirror/lint";
import { type EditorState, type Extension, RangeSetBuilder, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

type Severity = Diagnostic["severity"];

const weight: Record<Severity, number> = { hint: 0, info: 1, warning: 2, error: 3 };
const lineMarks = Object.fromEntries(
  Object.keys(weight).map((severity) => [severity, Decoration.line({ class: `cm-found-${severity}` })]),
) as Record<Severity, Decoration>;

/** Colors the line that a finding begins on, as the text that the server draws does. */
export const foundLines: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const isNew = transaction.effects.some((effect) => effect.is(setDiagnosticsEffect));
    return isNew ? linesOf(transaction.state) : marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function linesOf(state: EditorState): DecorationSet {
  const heaviest = new Map<number, Severity>();
  forEachDiagnostic(state, ({ severity }, from) => {
    const start = state.doc.lineAt(Math.min(from, state.doc.length)).from;
    const before = heaviest.get(start);
    if (!before || weight[before] < weight[severity]) heaviest.set(start, severity);
  });
  const marks = new RangeSetBuilder<Decoration>();
  for (const [start, severity] of [...heaviest].sort(([a], [b]) => a - b)) {
    marks.add(start, start, lineMarks[severity]);
  }
  return marks.finish();
}
