import { pathText } from "../hocon/path-expression";
import { quoteText, withoutForeignQuotes } from "../model/quote";
import type { Report } from "../model/report";
import { doubleBackslashes, isWindowsPath } from "../model/strings";
import type {
  ParsedVault,
  SourceConcatenation,
  SourceField,
  SourceNode,
  SourceScalar,
  Span,
} from "../model/types";
import { mayHoldInvisible, reportInvisibleKeys, warnOfInvisible } from "./invisible";
import { isCode, LiteralReferences } from "./literal-references";

interface Visit {
  node: SourceNode;
  path: readonly string[];
  field: SourceField | undefined;
  inList: boolean;
}

/** What looks like a slip in how a text is written, whatever its values mean. True when its keys are not what they look like. */
export function checkSource(parsed: ParsedVault, report: Report, hasNull: boolean): boolean {
  return new SourceChecks(parsed, report, hasNull).run();
}

class SourceChecks {
  private readonly work: Visit[] = [];
  private readonly keys: Span[] = [];
  private readonly strings: Span[] = [];
  private readonly seen = new Set<SourceNode>();
  /** The keys of each group, by its path, as far as the text has come. */
  private readonly groups = new Map<string, string[]>();
  private readonly names = new Set<string>();
  private readonly references: LiteralReferences;
  private readonly hasInvisible: boolean;

  constructor(
    private readonly parsed: ParsedVault,
    private readonly report: Report,
    private readonly hasNull: boolean,
  ) {
    this.references = new LiteralReferences(parsed, this.names, report);
    this.hasInvisible = mayHoldInvisible(report.text);
  }

  run(): boolean {
    this.work.push({ node: this.parsed.tree, path: [], field: undefined, inList: false });
    for (let next = this.work.pop(); next && !this.report.full; next = this.work.pop()) {
      if (this.seen.has(next.node)) continue;
      this.seen.add(next.node);
      this.visit(next);
    }
    return reportInvisibleKeys(this.report, this.keys, this.strings);
  }

  private visit({ node, path, field, inList }: Visit): void {
    if (node.kind === "object") this.object(node.fields, path, inList);
    else if (node.kind === "array") {
      for (const item of node.items.toReversed())
        this.work.push({ node: item, path, field: undefined, inList: true });
    } else if (node.kind === "concatenation") this.concatenation(node, path, field, inList);
    else if (node.kind === "scalar") this.scalar(node, path, field, inList);
  }

  private object(fields: readonly SourceField[], path: readonly string[], inList: boolean): void {
    const pending: Visit[] = [];
    for (const field of fields) {
      const whole = [...path, ...field.path];
      this.keys.push(field.key);
      this.names.add(field.path[0]!);
      this.key(field);
      if (!inList && this.hasNull) this.group(whole, field.node);
      pending.push({ node: field.node, path: whole, field, inList: false });
    }
    for (const visit of pending.reverse()) this.work.push(visit);
  }

  private source({ start, end }: Span): string {
    return this.report.text.slice(start, end);
  }

  private key({ key, path }: SourceField): void {
    const source = this.source(key);
    const inner = path.length === 1 ? withoutForeignQuotes(source) : undefined;
    const mark = source[0] ?? "";
    if (inner === undefined || (mark === "'" && this.parsed.format !== "hocon")) return;
    this.report.warn(
      "foreign-quotes",
      `${mark} does not quote keys, so it becomes part of this key. Write ${inner}${/^[\w-]+$/.test(inner) ? "" : " in straight double quotes"}.`,
      key,
      { label: "Replace the quotes", span: key, text: /^[\w-]+$/.test(inner) ? inner : quoteText(inner) },
    );
  }

  /** Remembers what groups hold, and tells when null takes it away. */
  private group(path: readonly string[], value: SourceNode): void {
    const name = JSON.stringify(path);
    if (value.kind === "object") {
      const known = this.groups.get(name) ?? [];
      this.groups.set(
        name,
        [...known, ...value.fields.slice(0, 20).map((field) => field.path[0]!)].slice(0, 20),
      );
      return;
    }
    for (let length = path.length - 1; length > 0; length -= 1) {
      const parent = JSON.stringify(path.slice(0, length));
      const known = this.groups.get(parent);
      if (known && known.length >= 20) break;
      this.groups.set(parent, [...(known ?? []), path[length]!]);
    }
    const hidden = this.groups.get(name);
    if (!hidden || value.kind !== "scalar" || value.value !== null) return;
    const shown = [...new Set(hidden)];
    this.report.warn(
      "null-hides",
      `null replaces all settings in ${pathText(path)}: ${shown.slice(0, 4).join(", ")}${shown.length > 4 ? " and more" : ""}, here and in clearml.conf. Remove this line to keep them, or write {}.`,
      value,
    );
  }

  private concatenation(
    node: SourceConcatenation,
    path: readonly string[],
    field: SourceField | undefined,
    inList: boolean,
  ): void {
    if (inList) this.missingComma(node);
    const isPlain = node.parts.every((part) => part.kind === "scalar" && !part.quoted);
    if (isPlain) {
      this.plainText(node, path);
      return;
    }
    const last = node.parts[node.parts.length - 1]!;
    if (last.kind === "scalar" && !last.quoted && last.text === ";") this.semicolon(last);
    for (const part of node.parts.toReversed()) this.work.push({ node: part, path, field, inList });
  }

  /** Texts, groups or lists side by side in a list, where each was meant as an item. */
  private missingComma(node: SourceConcatenation): void {
    const parts = node.parts.filter((part) => !isGap(part));
    const cuts: Span[] = [];
    for (let index = 1; index < parts.length; index += 1) {
      const left = parts[index - 1]!;
      const right = parts[index]!;
      const gap = { start: left.end, end: right.start };
      const isText =
        gap.end > gap.start && isWritten(left) && isWritten(right) && (isQuoted(left) || isQuoted(right));
      const isGroup = left.kind === right.kind && (left.kind === "object" || left.kind === "array");
      if (isText || isGroup) cuts.push(gap);
    }
    const [first] = cuts;
    if (!first) return;
    let better = "";
    let from = node.start;
    for (const cut of cuts) {
      const semicolon = this.source(cut).trim();
      better += `${this.source({ start: from, end: cut.start })},${semicolon === "" ? this.source(cut) || " " : " "}`;
      from = cut.end;
    }
    better += this.source({ start: from, end: node.end });
    const kind = parts.find((part) => part.kind === "object" || part.kind === "array")?.kind;
    this.report.warn(
      "comma-missing",
      `Without a comma these become one ${kind === "object" ? "group, where later keys replace earlier ones" : kind === "array" ? "list" : "text"}. Put a comma between them if they are separate items.`,
      { start: first.start, end: first.end > first.start ? first.end : first.end + 1 },
      { label: "Put a comma between them", span: node, text: better },
    );
  }

  private semicolon(last: Span): void {
    const span = { start: last.end - 1, end: last.end };
    this.report.warn(
      "semicolon",
      "A semicolon does not end a value, so it becomes part of the value. Remove it, or put the text in quotes if the semicolon belongs to it.",
      span,
      { label: "Remove the semicolon", span, text: "" },
    );
  }

  /** Text without quotes of its own language. */
  private plainText(node: Span, path: readonly string[]): void {
    const { report } = this;
    const { start, end } = node;
    const source = this.source(node).trimEnd();
    if (source.includes("\n")) return;
    const inner = withoutForeignQuotes(source.replace(/;$/, ""));
    if (inner !== undefined) {
      const mark = source[0]!;
      report.warn(
        "foreign-quotes",
        `${mark === "'" ? "Single quotes" : "Typographic quotes"} do not quote in HOCON, so they become part of the value. Use straight double quotes: "${inner.slice(0, 60)}".`,
        { start, end },
        inner.includes("${")
          ? undefined
          : { label: "Write double quotes", span: { start, end }, text: quoteText(inner) },
      );
      return;
    }
    if (/[“”„‟«»]/.test(source)) {
      report.warn(
        "foreign-quotes",
        'This value contains typographic quotes, which become part of it. Use straight quotes " instead, or put the whole value in straight quotes to keep them.',
        { start, end },
      );
    }
    if (source.endsWith(";") && source.length > 1 && !isCode(path))
      this.semicolon({ start, end: start + source.length });
    if (this.hasInvisible) warnOfInvisible(report, { start, end }, false);
  }

  private scalar(
    node: SourceScalar,
    path: readonly string[],
    field: SourceField | undefined,
    inList: boolean,
  ): void {
    if (typeof node.value !== "string") return;
    const source = this.source(node);
    const quoted = /^["'|>]/.test(source) && (this.parsed.format !== "hocon" || node.quoted);
    if (!quoted) {
      this.plainText(node, path);
      if (this.parsed.format !== "hocon") this.references.check(node, source, path, undefined);
      return;
    }
    this.strings.push(node);
    this.references.check(node, source, path, field);
    if (source.startsWith('"') && !source.startsWith('"""')) this.windowsPath(node, source);
    if (inList && /^["'][–—]{1,2}[A-Za-z]/.test(source)) this.dash(node);
    if (this.hasInvisible) warnOfInvisible(this.report, node, true);
  }

  private dash({ start }: Span): void {
    const span = { start: start + 1, end: start + 2 };
    const isLong = /^[A-Za-z]{2}/.test(this.report.text.slice(start + 2, start + 4));
    this.report.warn(
      "typographic-dash",
      "This option starts with a typographic dash. Options start with hyphens: - or --.",
      span,
      { label: "Write a hyphen", span, text: isLong ? "--" : "-" },
    );
  }

  /** `"C:\temp\new"`: its escapes are read, so the path has a tab and a line end in it. */
  private windowsPath(node: SourceScalar, source: string): void {
    const inner = source.slice(1, -1);
    if (!isWindowsPath(inner)) return;
    if (!/(?:^|[^\\])(?:\\\\)*\\[bfnrtuxv0]/.test(inner)) return;
    const found = /[\b\f\n\r\t\v\0]/.test(node.text)
      ? "a tab, a line break or a similar character"
      : "other characters";
    this.report.warn(
      "escape-in-path",
      `Inside quotes, a backslash and a letter are an escape sequence, so this path contains ${found}. Double each backslash, or use / instead.`,
      node,
      { label: "Double the backslashes", span: node, text: `"${doubleBackslashes(inner)}"` },
    );
  }
}

function isGap(node: SourceNode): boolean {
  return node.kind === "scalar" && !node.quoted && /^[\s;]*$/.test(node.text);
}

function isWritten(node: SourceNode): boolean {
  return node.kind === "scalar" || node.kind === "reference";
}

function isQuoted(node: SourceNode): boolean {
  return node.kind === "scalar" && node.quoted;
}
