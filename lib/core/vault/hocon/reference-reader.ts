import type { Report } from "../model/report";
import { readQuoted, readTripleQuoted } from "../model/strings";
import type { Span } from "../model/types";
import { code, isSpace, isTextCharacter } from "./characters";
import { PathBuilder } from "./path-expression";

export interface ReadReference {
  /** Undefined when it cannot be read, and `problem` says why unless that has been reported. */
  path: string[] | undefined;
  optional: boolean;
  end: number;
  problem?: { code: string; message: string; span: Span; shell?: ShellDefault };
}

/** `${NAME:-default}` and its kin, as shells and other formats write them. */
export interface ShellDefault {
  name: string;
  /** Undefined where what is behind the name is no default. */
  value: string | undefined;
}

const otherForms = /\$\{\??\s*(?:(?:oc\.)?env[:.])?([A-Za-z_]\w*)\s*(?:(:?[-=]|[:,|])([^{}\n]*))?[^{}\n]*\}/y;
const longest = 1000;

/** Reads `${path}` or `${?path}` from its dollar sign. */
export function readReference(text: string, start: number, report: Report): ReadReference {
  let at = start + 2;
  const optional = text.charCodeAt(at) === code.question;
  if (optional) at += 1;
  const path = new PathBuilder();
  let last = -1;
  for (;;) {
    const unit = at < text.length ? text.charCodeAt(at) : code.lineFeed;
    if (unit === code.closeCurly) break;
    if (unit === code.lineFeed || (unit === code.slash && text.charCodeAt(at + 1) === code.slash)) {
      const message = "This reference is not closed. Write } after the name.";
      return broken(optional, start, at, "unclosed-reference", message);
    }
    if (unit === code.quote) {
      const read = text.startsWith('"""', at)
        ? readTripleQuoted(text, at, report)
        : readQuoted(text, at, report);
      if (read.broken) return { path: undefined, optional, end: read.end };
      if (last >= 0) path.addUnquoted(text.slice(last, at));
      path.addQuoted(read.value);
      at = last = read.end;
    } else if (isTextCharacter(unit)) {
      const from = last < 0 ? at : last;
      while (at < text.length && isTextCharacter(text.charCodeAt(at))) {
        if (text.charCodeAt(at) === code.slash && text.charCodeAt(at + 1) === code.slash) break;
        at += 1;
      }
      path.addUnquoted(text.slice(from, at));
      last = at;
    } else if (isSpace(unit)) {
      at += 1;
    } else return badCharacter(text, start, at, optional);
  }
  const names = last < 0 ? undefined : path.finish();
  if (names) return { path: names, optional, end: at + 1 };
  return broken(
    optional,
    start,
    at + 1,
    "bad-reference",
    last < 0
      ? "This reference is empty. Write the key or the environment variable between { and }."
      : `This reference has an extra period. Write it as \${section.key}.`,
  );
}

function broken(optional: boolean, start: number, end: number, kind: string, message: string): ReadReference {
  return { path: undefined, optional, end, problem: { code: kind, message, span: { start, end } } };
}

/** The rest of the reference belongs to the same mistake. */
function badCharacter(text: string, start: number, at: number, optional: boolean): ReadReference {
  const span = { start, end: at + 1 };
  const rest = lineFrom(text, at);
  const close = rest.indexOf("}");
  const end = at + (close < 0 ? rest.length : rest[close + 1] === "}" ? close + 2 : close + 1);
  if (text[at] === "{") {
    const message = `A reference has one pair of braces, as in \${NAME}. If another program replaces this text, put the whole text in quotes.`;
    return { path: undefined, optional, end, problem: { code: "bad-reference", message, span } };
  }
  const shell = shellDefault(text.slice(start, end));
  const message = shell
    ? `The name in a reference can’t contain ${text[at]}, and a reference can’t contain a default. ${formThatWorks(shell)}`
    : `The name in a reference can’t contain ${text[at]}. Write it as \${section.key}, with quotes around unusual names.`;
  return { path: undefined, optional, end, problem: { code: "bad-reference", message, span, shell } };
}

/** The rest of the line, up to the most that a mistake can sensibly span. */
export function lineFrom(text: string, at: number): string {
  const rest = text.slice(at, at + longest);
  const end = rest.indexOf("\n");
  return (end < 0 ? rest : rest.slice(0, end)).replace(/\r$/, "");
}

export function shellDefault(source: string): ShellDefault | undefined {
  otherForms.lastIndex = 0;
  const found = otherForms.exec(source);
  if (!found) return undefined;
  const value = found[2] === undefined ? undefined : found[3]!.trim().replace(/^(["'])(.*)\1$/, "$2");
  return { name: found[1]!, value };
}

/** `"value"` first, and then the variable over it where there is one. */
export function formThatWorks({ name, value }: ShellDefault): string {
  return `Write the key twice: first with ${value ? `"${value}"` : "a value in quotes"}, then on the next line with \${?${name}}, which replaces it if the variable is set.`;
}
