/** Texts that YAML reads as something else, or that people would. */
const reserved = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);
const plain = /^\p{L}[\p{L}\p{N} _@.+/()’'-]*$/u;

/** A text on one line, in quotes only where it needs them. */
export function inlineText(text: string): string {
  const isPlain = plain.test(text) && !text.endsWith(" ") && !reserved.has(text.toLowerCase());
  return isPlain ? text : quoted(text);
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What a block of lines would not give back as it is. */
const notInBlock =
  /[^\t\n\u0020-\u007e\u00a1-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\u2028\u2029]/u;

/** A text of several lines behind its key, each line indented by `indent` spaces. Ends with a line break. */
export function blockText(text: string, indent: number): string {
  const body = text.replace(/\n$/, "");
  if (/(?:^|\n)[ \t]*$/.test(body) || notInBlock.test(text)) return `${quoted(text)}\n`;
  const margin = " ".repeat(indent);
  const hint = /^[ \n\t]/.test(body) ? "2" : "";
  const lines = body.split("\n").map((line) => (line === "" ? "" : margin + line));
  return `|${hint}${text.endsWith("\n") ? "" : "-"}\n${lines.join("\n")}\n`;
}
