import { quoteText } from "../model/quote";
import type { FixDraft, Report } from "../model/report";
import type { Span, VaultFormat } from "../model/types";
import { looksLikeYaml } from "../yaml/lookalike";

/** Whether a text can be read as HOCON, and has keys. */
export type ReadsAsHocon = (text: string) => boolean;

const formatNames: Record<VaultFormat, string> = { hocon: "HOCON", json: "JSON", yaml: "YAML" };

interface Line {
  start: number;
  text: string;
}

const mostLines = 5000;

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start <= text.length && lines.length < mostLines) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    lines.push({ start, text: text.slice(start, Math.min(end, start + 400)).replace(/\r$/, "") });
    start = end + 1;
  }
  return lines;
}

/** When a text cannot be read because it is written in another language, says so in place of all other errors. */
export function nameForeignText(report: Report, format: VaultFormat, readsAsHocon: ReadsAsHocon): void {
  const lines = linesOf(report.text);
  if (
    nameFences(report, lines) ||
    nameHeadings(report, lines, format, readsAsHocon) ||
    nameShellLines(report, lines)
  )
    return;
  if (format === "hocon") {
    if (!looksLikeYaml(report.text)) return;
    report.replaceAll(
      "yaml-in-hocon",
      "This looks like YAML, but the format is HOCON. Choose the YAML format, or put { } around each group of keys.",
    );
    return;
  }
  if (format === "json" && nameTypographicQuotes(report)) return;
  if (hasHoconSyntax(lines, format) && readsAsHocon(report.text)) nameHocon(report, lines, format);
  else if (format === "json" && isBare(lines)) {
    if (looksLikeYaml(report.text)) {
      const message =
        "This looks like YAML. Choose the YAML format, or write it as JSON with { } and quotes.";
      report.replaceAll("yaml-in-json", message, firstWord(lines));
    } else if (readsAsHocon(report.text)) nameHocon(report, lines, format);
  } else if (format === "yaml") nameComments(report, lines);
}

const typographic = /[“”„‟]/;

function nameTypographicQuotes(report: Report): boolean {
  const { text } = report;
  const { start } = report.firstErrorSpan();
  if (!typographic.test(text[start] ?? "")) return false;
  const isSafe = !/"[^"\n“”„‟]*[“”„‟][^"\n]*"/.test(text);
  report.replaceAll(
    "foreign-quotes",
    'These are typographic quotes. Replace them with straight double quotes ".',
    { start, end: start + 1 },
    isSafe
      ? {
          label: "Write straight quotes",
          span: { start: 0, end: text.length },
          text: text.replace(/[“”„‟]/g, '"'),
        }
      : undefined,
  );
  return true;
}

function nameHocon(report: Report, lines: readonly Line[], format: VaultFormat): void {
  report.replaceAll(
    `hocon-in-${format}`,
    `This is HOCON, but the format of the vault is ${formatNames[format]}. Choose the HOCON format.`,
    firstWord(lines),
  );
}

function isContent({ text }: Line): boolean {
  return text.trim() !== "" && !/^\s*(?:#|\/\/)/.test(text);
}

function firstWord(lines: readonly Line[]): Span {
  const line = lines.find(isContent) ?? lines[0]!;
  const indent = line.text.length - line.text.trimStart().length;
  const word = /^[^\s{}=:]+/.exec(line.text.slice(indent))?.[0] ?? line.text.slice(indent, indent + 1);
  return { start: line.start + indent, end: line.start + indent + word.length };
}

/** It has no braces around it, as JSON must. */
function isBare(lines: readonly Line[]): boolean {
  const first = lines.find(isContent);
  return first !== undefined && !/^\s*[[{]/.test(first.text);
}

/** `key {`, `key = value` or `${name}`, none of which JSON or YAML has. */
function hasHoconSyntax(lines: readonly Line[], format: VaultFormat): boolean {
  const content = lines.filter(isContent);
  if (
    format === "json" &&
    /^\s*\{\s*["']/.test(
      content
        .slice(0, 2)
        .map(({ text }) => text)
        .join(" "),
    )
  )
    return false;
  return content.some(
    ({ text }) => /^\s*(?:\{\s*)?["\w.-]+\s*(?:\{|\+?=)/.test(text) || /[:=]\s*\$\{/.test(text),
  );
}

/** A HOCON text that YAML reads without an error: its keys have a brace in them. */
export function isHoconReadAsYaml(names: readonly string[], readsAsHocon: () => boolean): boolean {
  return names.some((name) => /^[\w.-]+\s*\{/.test(name)) && readsAsHocon();
}

const fence = /^\s*(`{3,}|~{3,})[\w.+-]*\s*$/;

function nameFences(report: Report, lines: readonly Line[]): boolean {
  const first = lines.findIndex((line) => fence.test(line.text));
  if (first < 0) return false;
  const open = lines[first]!;
  const rest = lines.slice(first + 1);
  const close = rest.find((line) => fence.test(line.text));
  const { text } = report;
  const inside = rest[0] ? text.slice(rest[0].start, close ? close.start : text.length) : "";
  const before = text.slice(0, open.start);
  // A lone mark at the end, with the settings above it.
  const kept = inside.trim() === "" && before.trim() !== "" ? before : inside;
  const indent = open.text.length - open.text.trimStart().length;
  report.replaceAll(
    "markdown-fence",
    "These lines are Markdown code fences and not part of the settings. Remove both lines.",
    { start: open.start + indent, end: open.start + open.text.trimEnd().length },
    { label: "Remove them", span: { start: 0, end: text.length }, text: kept },
  );
  return true;
}

const heading = /^\s*\[{1,2}\s*(["\w.: /-]+?)\s*\]{1,2}\s*(?:[#;].*)?$/;
const pair = /^\s*["\w.-]+\s*[=:]/;

function nameHeadings(
  report: Report,
  lines: readonly Line[],
  format: VaultFormat,
  readsAsHocon: ReadsAsHocon,
): boolean {
  const content = lines.filter((each) => isContent(each) && !/^\s*;/.test(each.text));
  let open = 0;
  const index = content.findIndex(({ text }, at) => {
    const found = open === 0 && heading.test(text) && pair.test(content[at + 1]?.text ?? "");
    if (!found) open = Math.max(0, open + balance(text));
    return found;
  });
  if (index < 0) return false;
  const line = content[index]!;
  const name = heading.exec(line.text)![1]!;
  const indent = line.text.length - line.text.trimStart().length;
  const start = line.start + indent;
  const fixed = format === "hocon" ? withBlocks(report.text, lines) : undefined;
  const fix: FixDraft =
    fixed !== undefined && readsAsHocon(fixed)
      ? { label: "Write the headings as groups", span: { start: 0, end: report.text.length }, text: fixed }
      : undefined;
  const other =
    format === "hocon"
      ? "HOCON has no headings"
      : `${formatNames[format]} has no headings; HOCON is the closest format`;
  report.replaceAll(
    "heading",
    `[${name}] is a heading as in TOML or INI files, and ${other}. Write ${name} { above its lines and } below them.`,
    { start, end: line.start + line.text.trimEnd().length },
    fix,
  );
  return true;
}

function balance(text: string): number {
  let depth = 0;
  for (const character of text) {
    if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
  }
  return depth;
}

const sections = /^(?:api|agent|sdk|environment|files)(?:\.|$)/;

/** Each heading as a group around its lines; undefined where that is not sure to be meant. */
function withBlocks(text: string, lines: readonly Line[]): string | undefined {
  if (lines.length >= mostLines || text.includes("[[")) return undefined;
  const out: string[] = [];
  let blank: string[] = [];
  let open = false;
  for (const { start, text: shown } of lines) {
    const found = text.indexOf("\n", start);
    const whole = text.slice(start, found < 0 ? text.length : found).replace(/\r$/, "");
    const name = heading.exec(shown)?.[1];
    if (name !== undefined) {
      if (!sections.test(name)) return undefined;
      if (open) out.push("}");
      out.push(...blank, `${name} {`);
      blank = [];
      open = true;
    } else if (whole.trim() === "") blank.push(whole);
    else {
      out.push(
        ...blank,
        (open ? "  " : "") +
          whole
            .replace(/^(\s*);/, "$1#")
            .replace(
              /^(\s*["\w.-]+\s*=\s*)'([^'\\]*)'\s*$/,
              (_, key: string, value: string) => key + quoteText(value),
            ),
      );
      blank = [];
    }
  }
  if (open) out.push("}");
  out.push(...(blank.length > 0 ? blank : []));
  return out.join("\n");
}

function nameShellLines(report: Report, lines: readonly Line[]): boolean {
  const line = lines.find(({ text }) => /^\s*\$env:\w+\s*=/i.test(text));
  if (!line) return false;
  const indent = line.text.length - line.text.trimStart().length;
  report.replaceAll(
    "shell-lines",
    'This line sets a variable in PowerShell. In a vault, variables belong in the environment section: environment { NAME: "value" }.',
    { start: line.start + indent, end: line.start + line.text.trimEnd().length },
  );
  return true;
}

function nameComments(report: Report, lines: readonly Line[]): void {
  const line = lines.find(({ text }) => /^\s*(?:\/\/|\/\*)/.test(text));
  if (!line) return;
  const indent = line.text.length - line.text.trimStart().length;
  const start = line.start + indent;
  const isSimple = line.text.startsWith("//", indent);
  report.replaceAll(
    "comment-style",
    "In YAML, each comment line starts with #.",
    { start, end: start + 2 },
    isSimple ? { label: "Write #", span: { start, end: start + 2 }, text: "#" } : undefined,
  );
}
