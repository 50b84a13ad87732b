import { plainVault } from "../model/plain";
import { Report } from "../model/report";
import { checkSize, checkText } from "../model/text-checks";
import type {
  ParsedVault,
  ParseOptions,
  ResolvedObject,
  SourceObject,
  VaultFormat,
  VaultObject,
} from "../model/types";
import { buildGraph } from "./build";
import { nameForeignText } from "./foreign-text";
import { lex } from "./lexer";
import { parseTokens } from "./parser";
import { resolveGraph } from "./resolve";

/** Reads a HOCON text: what it means, and everything that is wrong with it. */
export function parseHocon(text: string, options: ParseOptions = {}): ParsedVault {
  const report = new Report(text);
  if (!checkSize(report)) return parsed("hocon", report, emptyTree(text));
  checkText(report);
  const tree = parseText(text, report);
  if (report.failed) {
    nameForeignText(report, "hocon", readsAsHocon);
    return parsed("hocon", report, tree);
  }
  return meaningOf("hocon", tree, report, options);
}

function parseText(text: string, report: Report): SourceObject {
  const tokens = lex(text, report);
  const tree = parseTokens(tokens, report);
  tokens.release();
  return tree;
}

/** Whether a text of another format or language is HOCON that says something. */
export function readsAsHocon(text: string): boolean {
  const report = new Report(text);
  const tree = parseText(text, report);
  if (!report.failed) buildGraph(tree, report);
  return !report.failed && tree.fields.length > 0;
}

/** From the tree of any format to its value. */
export function meaningOf(
  format: VaultFormat,
  tree: SourceObject,
  report: Report,
  { environment }: ParseOptions,
): ParsedVault {
  const graph = buildGraph(tree, report);
  const resolved = report.failed ? undefined : resolveGraph(graph, report, environment);
  const value = report.failed || !resolved ? undefined : plainVault(resolved, report);
  return parsed(format, report, tree, resolved, value);
}

export function emptyTree(text: string): SourceObject {
  return { kind: "object", start: 0, end: text.length, fields: [] };
}

export function parsed(
  format: VaultFormat,
  report: Report,
  tree: SourceObject,
  resolved?: ResolvedObject,
  value?: VaultObject,
): ParsedVault {
  const good = !report.failed;
  return {
    format,
    text: report.text,
    value: good ? value : undefined,
    tree,
    resolved: good ? resolved : undefined,
    diagnostics: report.diagnostics(),
  };
}
