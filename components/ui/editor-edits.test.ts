import { expect, test } from "vitest";
import { type Edit, indent, newLine, outdent } from "./editor-edits";

type Key = (text: string, start: number, end: number) => Edit;

/** The selection is written into the text: `|` for a caret, `[`…`]` around a range. */
function press(key: Key, written: string): string {
  const caret = written.indexOf("|");
  const start = caret >= 0 ? caret : written.indexOf("‹");
  const end = caret >= 0 ? caret : written.indexOf("›") - 1;
  const text = written.replace(/[|‹›]/g, "");
  const edit = key(text, start, end);
  const after = text.slice(0, edit.start) + edit.insert + text.slice(edit.end);
  return edit.from === edit.to
    ? `${after.slice(0, edit.from)}|${after.slice(edit.from)}`
    : `${after.slice(0, edit.from)}‹${after.slice(edit.from, edit.to)}›${after.slice(edit.to)}`;
}

test.each<[string, Key, string, string]>([
  ["indents at the caret", indent, "a|b", "a  |b"],
  ["indents chosen lines", indent, "a\nb‹c\nd›e\nf", "a\n  b‹c\n  d›e\nf"],
  ["leaves empty lines empty", indent, "‹a\n\nb›", "  ‹a\n\n  b›"],
  ["leaves a line out of which nothing is chosen", indent, "‹a\n›b", "  ‹a\n›b"],
  ["outdents the line of the caret", outdent, "x\n    a|b", "x\n  a|b"],
  ["outdents one space or a tab", outdent, "‹ a\n\tb›", "‹a\nb›"],
  ["outdents nothing", outdent, "a|b", "a|b"],
  ["keeps the caret in its line", outdent, "x\n|  a", "x\n|a"],
  ["keeps the depth on a new line", newLine, "  a|", "  a\n  |"],
  ["goes deeper after a bracket", newLine, "sdk {|", "sdk {\n  |"],
  ["replaces what is chosen", newLine, "a‹b›c", "a\n|c"],
])("%s", (_, key, before, after) => {
  expect(press(key, before)).toBe(after);
});
