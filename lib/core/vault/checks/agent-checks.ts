import { pathText } from "../hocon/path-expression";
import { withoutForeignQuotes } from "../model/quote";
import { Report } from "../model/report";
import type {
  Diagnostic,
  ParsedVault,
  ResolvedEntry,
  ResolvedNode,
  VaultFormat,
  VaultTarget,
} from "../model/types";
import { dottedSteps, nestedKey } from "./dotted-keys";
import { hintAtKey } from "./hints";
import { findKnownKey } from "./known-keys";
import { machineKeys } from "./machine-keys";
import { Misplaced } from "./misplaced";
import { checkDigits, checkVariableNumber, isNumber, quoteFix } from "./number-checks";
import { checkSource } from "./source-checks";

interface Place {
  path: readonly string[];
  entry: ResolvedEntry;
}

/** What agents cannot hold, what they would do with it unasked, and what looks like a slip. Empty for a vault with errors. */
export function checkForAgents(parsed: ParsedVault, target: VaultTarget): Diagnostic[] {
  const { resolved } = parsed;
  if (!resolved) return [];
  const report = new Report(parsed.text);
  const work: (Place | { path: readonly string[]; item: ResolvedNode })[] = [];
  const openNode = (path: readonly string[], from: ResolvedNode): void => {
    let node = from;
    while (node.kind === "agent" && node.otherwise) node = node.otherwise;
    if (node.kind === "object")
      for (const [name, entry] of node.entries) work.push({ path: [...path, name], entry });
    else if (node.kind === "array") for (const item of node.items) work.push({ path, item });
  };
  openNode([], resolved);
  const isIndentationBroken = checkSource(parsed, report);
  const misplaced = new Misplaced(parsed, report);
  const seen = new Set<ResolvedNode>();
  for (let next = work.pop(); next && !report.full; next = work.pop()) {
    const node = "entry" in next ? next.entry.node : next.item;
    if (!seen.has(node)) checkDigits(node, report);
    if ("entry" in next)
      checkEntry(next, target, report, isIndentationBroken ? undefined : misplaced, parsed.format);
    else checkItem(node, report);
    if (seen.has(node)) continue;
    seen.add(node);
    openNode(next.path, node);
  }
  misplaced.finish(resolved, !report.failed && report.isEmpty);
  return report.diagnostics();
}

function checkEntry(
  { path, entry }: Place,
  target: VaultTarget,
  report: Report,
  misplaced: Misplaced | undefined,
  format: VaultFormat,
): void {
  if (checkDotted(path, entry, format, report)) return;
  checkName(path, entry, report);
  const name = path.join(".");
  if (machineKeys.has(name)) checkMachineKey(entry, target, report);
  if (path[0] === "api" && path.length === 2) checkApi(name, entry, report);
  if (path[0] === "environment" && path.length === 2) checkVariable(path, entry.node, report);
  if (path[0] === "files" && path.length === 2) checkFile(path, entry, report);
  if (!misplaced || withoutForeignQuotes(path[path.length - 1]!) !== undefined) return;
  if (checkEmptied(path, entry, report)) return;
  if (findKnownKey(path) || !misplaced.check(path, entry)) hintAtKey(path, entry, report);
}

/** A group of keys that became null: every client that reads one of them stops. True when reported. */
function checkEmptied(path: readonly string[], { key, node }: ResolvedEntry, report: Report): boolean {
  if (node.kind !== "scalar" || node.value !== null) return false;
  const name = pathText(path);
  const source = report.text.slice(node.start, node.end);
  const isWritten = /null|~/i.test(source);
  const advice = isWritten
    ? "Remove the line, or write {} if nothing is to be set."
    : "Put its keys below it, further in, or remove the line.";
  if (findKnownKey(path)?.type === "object") {
    report.error(
      "null-section",
      path[0] === "environment" || path[0] === "files"
        ? `${name} is a group of keys, and here it becomes null: clients lose what clearml.conf and other vaults say under it. ${advice}`
        : `${name} is a group of keys, and here it becomes null: clients fail as soon as they read one of them. ${advice}`,
      key,
    );
    return true;
  }
  if (isWritten || findKnownKey(path) || path[0] === "environment") return false;
  report.warn(
    "null-hides",
    `${name} has nothing below it, so it becomes null and takes the place of all that clearml.conf and other vaults say under it. ${advice}`,
    key,
  );
  return true;
}

/** True when reported: what is said of other keys says nothing of this one. */
function checkDotted(
  path: readonly string[],
  { key }: ResolvedEntry,
  format: VaultFormat,
  report: Report,
): boolean {
  const steps = dottedSteps(path, format);
  if (!steps) return false;
  report.warn(
    "dotted-key",
    `No client reads ${steps.join(".")}: in ${format.toUpperCase()} a period does not lead into a group. Nest it: ${nestedKey(steps, format)}.`,
    key,
  );
  return true;
}

function checkName(path: readonly string[], { key }: ResolvedEntry, report: Report): void {
  const name = path[path.length - 1]!;
  if (name === "") report.error("empty-key", "Agents cannot hold an empty key. Give it a name.", key);
  else if (/["\\\n\t\r]/.test(name)) {
    report.error(
      "unusable-key",
      "Agents cannot hold a key with a quote, a backslash, a tab or a line end in it. Choose another name.",
      key,
    );
  } else if (/[.$}{[\]:=+#^`?!@*&,]/.test(name)) {
    report.warn(
      "quotes-in-key",
      path[0] === "environment"
        ? `Agents would set a variable whose name has quotes around ${name}. Use letters, digits and underscores.`
        : `Agents keep the quotes around ${name} as a part of the key. Use letters, digits, - and _ if you can.`,
      key,
    );
  }
}

function checkMachineKey({ key }: ResolvedEntry, target: VaultTarget, report: Report): void {
  const message =
    "This key is specific to a machine, so Steward does not send it to clients. Set it in that machine's clearml.conf.";
  if (target === "administrator") report.error("machine-key", message, key);
  else report.warn("machine-key", message, key);
}

function checkApi(name: string, { key }: ResolvedEntry, report: Report): void {
  if (name !== "api.credentials" && name !== "api.api_server") return;
  report.warn(
    "api-access",
    `${name} changes how clients sign in: with a wrong value everyone who gets this vault is locked out, and the vault cannot be taken back from them.`,
    key,
  );
}

function checkVariable(path: readonly string[], node: ResolvedNode, report: Report): void {
  const name = pathText(path.slice(1));
  const span = { start: node.start, end: node.end };
  if (node.kind === "object" || node.kind === "array") {
    report.warn(
      "variable-of-many",
      `${name} becomes Python's way of writing a ${node.kind === "object" ? "dictionary" : "list"}. Write the text that the variable should have.`,
      span,
    );
    return;
  }
  if (node.kind !== "scalar") return;
  const { value } = node;
  if (value === false || value === null || (isNumber(node) && node.value.value === 0)) {
    report.warn(
      "variable-emptied",
      `${name} becomes an empty variable. Write "${node.text}" in quotes, or "" if it should be empty.`,
      span,
      quoteFix(node, report),
    );
  } else if (value === true) {
    report.warn(
      "variable-of-truth",
      `${name} becomes True with a capital letter. Write "true" in quotes if that matters.`,
      span,
      quoteFix(node, report),
    );
  } else if (typeof value === "string" && value.includes("\0")) {
    report.error("variable-with-nul", "No environment variable can hold this character. Remove it.", span);
  } else if (isNumber(node)) checkVariableNumber(name, node, report);
}

function checkFile(path: readonly string[], { key, node }: ResolvedEntry, report: Report): void {
  if (node.kind === "object" && node.entries.has("path") && node.entries.has("contents")) return;
  report.warn("incomplete-file", `${pathText(path)} needs a path and contents, or nothing is written.`, key);
}

function checkItem(node: ResolvedNode, report: Report): void {
  if (node.kind === "scalar" && node.value === "") {
    report.error(
      "empty-list-text",
      "Empty texts vanish from lists on their way to agents. Remove it, or write something.",
      node,
    );
  }
}
