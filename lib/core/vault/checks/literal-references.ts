import { formThatWorks, shellDefault } from "../hocon/reference-reader";
import { quoteText } from "../model/quote";
import type { FixDraft, Report } from "../model/report";
import type { ParsedVault, SourceField, SourceScalar } from "../model/types";

/** Finds references in places where they are not resolved. */
export class LiteralReferences {
  /** `names` are the first steps of the keys that were read so far. */
  constructor(
    private readonly parsed: ParsedVault,
    private readonly names: ReadonlySet<string>,
    private readonly report: Report,
  ) {}

  /** A reference where none is filled in. */
  check(node: SourceScalar, source: string, path: readonly string[], field: SourceField | undefined): void {
    if (!source.includes("$") || isCode(path)) return;
    const found = /\$\{\??\s*[A-Za-z_][\w.-]*\s*(?:(?::?[-=?+]|:)[^{}\n]*)?\}/.exec(source);
    const whole = /^["']?\$([A-Z][A-Z\d_]*)["']?$/.exec(source);
    const written = found?.[0] ?? (whole ? `$${whole[1]}` : undefined);
    if (written === undefined) return;
    const at = node.start + (found?.index ?? source.indexOf("$"));
    const span = { start: at, end: at + written.length };
    const { format } = this.parsed;
    if (format !== "hocon") {
      const name = format.toUpperCase();
      this.report.warn(
        "literal-reference",
        `${name} vaults have no references, so ${written} stays unchanged in the value. Write the value itself, or choose the HOCON format and write ${whole ? `\${${whole[1]}}` : written} without quotes.`,
        span,
      );
      return;
    }
    const shell = found && /\{\??\s*\w+\s*(?::|[-=?+])/.test(written) ? shellDefault(written) : undefined;
    const name = written.replace(/^\$\{?\??\s*|\s*\}$/g, "");
    const isKnown = /^\w+$/.test(name) || this.names.has(name.split(".")[0]!);
    const advice = shell
      ? formThatWorks(shell)
      : isKnown
        ? `Write ${whole ? `\${${whole[1]}}` : written} outside the quotes to insert the value.`
        : "References can only name keys of this vault and environment variables.";
    this.report.warn(
      "literal-reference",
      `Inside quotes, ${written} is not replaced. ${advice}`,
      span,
      shell
        ? this.withDefault(field, node, shell, written === source.slice(1, -1))
        : isKnown
          ? unquoted(node, source, whole?.[1])
          : undefined,
    );
  }

  private withDefault(
    field: SourceField | undefined,
    node: SourceScalar,
    { name, value }: { name: string; value: string | undefined },
    isWhole: boolean,
  ): FixDraft {
    if (!field || value === undefined || !isWhole || field.node !== node) return undefined;
    const { text } = this.report;
    const { start } = field.key;
    const written = text.slice(start, node.start);
    const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", start) + 1, start))![0];
    const isOwnLine = text.slice(text.lastIndexOf("\n", start) + 1, start) === indent;
    return {
      label: `Write the default first and \${?${name}} after it`,
      span: { start, end: node.end },
      text: `${written}${quoteText(value)}${isOwnLine ? `\n${indent}` : ", "}${written}\${?${name}}`,
    };
  }
}

/** Texts that another program reads, with variables of its own. */
export function isCode(path: readonly string[]): boolean {
  if (path[0] === "files" && path.length >= 3) return path[2] === "contents" || path[2] === "path";
  return path.some((name) => /script|shell|command|bash|entrypoint/i.test(name));
}

/** The text in quotes with its references outside of them. */
function unquoted(node: SourceScalar, source: string, bare: string | undefined): FixDraft {
  const span = { start: node.start, end: node.end };
  if (bare !== undefined) return { label: `Write \${${bare}}`, span, text: `\${${bare}}` };
  const mark = source.startsWith('"""') ? '"""' : '"';
  const inner = source.slice(mark.length, -mark.length);
  const text = inner
    .split(/(\$\{\??\s*[A-Za-z_][\w.-]*\s*\})/)
    .map((part, index) => (index % 2 === 1 ? part : part === "" ? "" : `${mark}${part}${mark}`))
    .join("");
  return { label: "Write the reference outside the quotes", span, text };
}
