import { parseDocument } from "yaml";
import { highlightHocon } from "../hocon/highlight";
import type { Diagnostic, VaultFormat } from "../model/types";
import { parseVault } from "../parse";
import { canonicalText } from "./canonical";
import { jsonText } from "./write-json";

export type Formatted = {
  /** Undefined where the text has an error, or could only be formatted by changing what it means. */
  text: string | undefined;
  diagnostics: Diagnostic[];
};

/** The same text, laid out evenly: what it means stays, and so do its comments and references. */
export function formatText(text: string, format: VaultFormat): Formatted {
  const { value, diagnostics } = parseVault(text, format);
  if (!value) return { text: undefined, diagnostics };
  const laidOut =
    format === "hocon" ? indentHocon(text) : format === "json" ? jsonText(value) : evenYaml(text);
  const after = parseVault(laidOut, format).value;
  const isSame = after !== undefined && canonicalText(after) === canonicalText(value);
  return { text: isSame ? laidOut : undefined, diagnostics };
}

const unit = "  ";

/** Each line as far in as the groups that are open, at most one blank line, and no space at line ends. */
function indentHocon(text: string): string {
  const tokens = highlightHocon(text);
  const lines: string[] = [];
  let depth = 0;
  let next = 0;
  let start = 0;
  let inText = false;
  for (const line of text.split("\n")) {
    const end = start + line.length;
    const startedInText = inText;
    let leading = 0;
    let isLeading = true;
    let change = 0;
    for (; next < tokens.length && tokens[next]!.start < end; next += 1) {
      const { kind, start: from, end: to } = tokens[next]!;
      const mark = kind === "punctuation" ? text[from] : undefined;
      if (mark === "{" || mark === "[") change += 1;
      if (mark === "}" || mark === "]") {
        change -= 1;
        if (isLeading) leading += 1;
      }
      if (mark !== "}" && mark !== "]") isLeading = false;
      if (to > end) break;
    }
    inText = next < tokens.length && tokens[next]!.start < end && tokens[next]!.end > end;
    const isBlank = line.trim() === "";
    if (startedInText) lines.push(inText ? line : line.trimEnd());
    else if (!isBlank) {
      const indent = unit.repeat(Math.max(0, depth - leading));
      lines.push(indent + (inText ? line.trimStart() : line.trim()));
    } else if (lines.length > 0 && lines.at(-1) !== "") lines.push("");
    depth = Math.max(0, depth + change);
    start = end + 1;
  }
  const laidOut = lines.join("\n").trimEnd();
  return laidOut === "" ? "" : `${laidOut}\n`;
}

function evenYaml(text: string): string {
  return parseDocument(text).toString({ lineWidth: 0, indent: 2 });
}
