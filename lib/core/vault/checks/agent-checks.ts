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
import { sourceFacts } from "./source-facts";

interface Place {
  path: readonly string[];
  node: ResolvedNode;
  /** Undefined for the item of a list. */
  entry: ResolvedEntry | undefined;
}

/** What agents cannot hold, what they would do with it unasked, and what looks like a slip. Empty for a vault with errors. */
export function checkForAgents(parsed: ParsedVault, target: VaultTarget): Diagnostic[] {
  const { resolved } = parsed;
  if (!resolved) return [];
  const report = new Report(parsed.text);
  const work: Place[] = [];
  const openNode = (path: readonly string[], from: ResolvedNode): void => {
    let node = from;
    while (node.kind === "agent" && node.otherwise) node = node.otherwise;
    if (node.kind === "object")
      for (const [name, entry] of node.entries) work.push({ path: [...path, name], node: entry.node, entry });
    else if (node.kind === "array")
      for (const item of node.items) work.push({ path, node: item, entry: undefined });
  };
  openNode([], resolved);
  const { referred, hasNull } = sourceFacts(parsed.tree);
  const isIndentationBroken = checkSource(parsed, report, hasNull);
  const misplaced = new Misplaced(parsed, report, referred);
  const seen = new Set<ResolvedNode>();
  for (let next = work.pop(); next && !report.full; next = work.pop()) {
    const { path, node, entry } = next;
    const isLeaf = node.kind === "scalar" && !isNumber(node);
    const isNew = isLeaf || !seen.has(node);
    if (isNew) checkDigits(node, report);
    if (entry)
      checkEntry(path, entry, target, report, isIndentationBroken ? undefined : misplaced, parsed.format);
    else checkItem(node, report);
    if (isLeaf || !isNew) continue;
    seen.add(node);
    openNode(path, node);
  }
  misplaced.finish(resolved, !report.failed && report.isEmpty);
  return report.diagnostics();
}

function checkEntry(
  path: readonly string[],
  entry: ResolvedEntry,
  target: VaultTarget,
  report: Report,
  misplaced: Misplaced | undefined,
  format: VaultFormat,
): void {
  if (checkDotted(path, entry, format, report)) return;
  checkName(path, entry, report);
  if (path.length === 2) checkInSection(path, entry, target, report);
  if (!misplaced || withoutForeignQuotes(path[path.length - 1]!) !== undefined) return;
  if (checkEmptied(path, entry, report)) return;
  if (findKnownKey(path) || !misplaced.check(path, entry)) hintAtKey(path, entry, report);
}

function checkInSection(
  path: readonly string[],
  entry: ResolvedEntry,
  target: VaultTarget,
  report: Report,
): void {
  switch (path[0]) {
    case "agent":
      if (machineKeys.has(path.join("."))) checkMachineKey(entry, target, report);
      return;
    case "api":
      checkApi(path.join("."), entry, report);
      return;
    case "environment":
      checkVariable(path, entry.node, report);
      return;
    case "files":
      checkFile(path, entry, report);
  }
}

/** A group of keys that became null: every client that reads one of them stops. True when reported. */
function checkEmptied(path: readonly string[], { key, node }: ResolvedEntry, report: Report): boolean {
  if (node.kind !== "scalar" || node.value !== null) return false;
  const name = pathText(path);
  const source = report.text.slice(node.start, node.end);
  const isWritten = /null|~/i.test(source);
  const advice = isWritten
    ? "Remove the line, or write {} to set nothing."
    : "Indent its keys below it, or remove the line.";
  if (findKnownKey(path)?.type === "object") {
    report.error(
      "null-section",
      path[0] === "environment" || path[0] === "files"
        ? `${name} is a group of keys, but here it becomes null. Clients lose all settings in it that come from clearml.conf and other vaults. ${advice}`
        : `${name} is a group of keys, but here it becomes null. Clients fail when they read one of its keys. ${advice}`,
      key,
    );
    return true;
  }
  if (isWritten || findKnownKey(path) || path[0] === "environment") return false;
  report.warn(
    "null-hides",
    `${name} is empty, so it becomes null and replaces all settings in it that come from clearml.conf and other vaults. ${advice}`,
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
    `Clients don’t read ${steps.join(".")}. In ${format.toUpperCase()}, a period does not separate groups. Nest the key: ${nestedKey(steps, format)}.`,
    key,
  );
  return true;
}

function checkName(path: readonly string[], { key }: ResolvedEntry, report: Report): void {
  const name = path[path.length - 1]!;
  if (/^[\w-]+$/.test(name)) return;
  if (name === "") report.error("empty-key", "A key can’t be empty. Give it a name.", key);
  else if (/["\\\n\t\r]/.test(name)) {
    report.error(
      "unusable-key",
      "A key can’t contain a quote, a backslash, a tab or a line break, because agents can’t read it. Choose another name.",
      key,
    );
  } else if (/[.$}{[\]:=+#^`?!@*&,]/.test(name)) {
    report.warn(
      "quotes-in-key",
      path[0] === "environment"
        ? `Agents would set a variable whose name includes the quotes around ${name}. Use letters, digits and underscores.`
        : `Agents keep the quotes around ${name} as part of the key. Use letters, digits, - and _ if possible.`,
      key,
    );
  }
}

function checkMachineKey({ key }: ResolvedEntry, target: VaultTarget, report: Report): void {
  const message =
    "This key is specific to one machine, so Steward does not send it to clients. Set it in the clearml.conf of that machine.";
  if (target === "administrator") report.error("machine-key", message, key);
  else report.warn("machine-key", message, key);
}

function checkApi(name: string, { key }: ResolvedEntry, report: Report): void {
  if (name !== "api.credentials" && name !== "api.api_server") return;
  report.warn(
    "api-access",
    `${name} changes how clients sign in. A wrong value locks out every client that receives this vault, and clients that are locked out can’t receive a corrected vault.`,
    key,
  );
}

function checkVariable(path: readonly string[], node: ResolvedNode, report: Report): void {
  const name = pathText(path.slice(1));
  const span = { start: node.start, end: node.end };
  if (node.kind === "object" || node.kind === "array") {
    report.warn(
      "variable-of-many",
      `${name} becomes the Python notation of a ${node.kind === "object" ? "dictionary" : "list"}. Write the value as text.`,
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
      `${name} becomes True with a capital T. Write "true" in quotes to keep the lower case.`,
      span,
      quoteFix(node, report),
    );
  } else if (typeof value === "string" && value.includes("\0")) {
    report.error("variable-with-nul", "Environment variables can’t contain this character. Remove it.", span);
  } else if (isNumber(node)) checkVariableNumber(name, node, report);
}

function checkFile(path: readonly string[], { key, node }: ResolvedEntry, report: Report): void {
  if (node.kind === "object" && node.entries.has("path") && node.entries.has("contents")) return;
  report.warn(
    "incomplete-file",
    `${pathText(path)} needs both path and contents. Otherwise no file is written.`,
    key,
  );
}

function checkItem(node: ResolvedNode, report: Report): void {
  if (node.kind === "scalar" && node.value === "") {
    report.error(
      "empty-list-text",
      "Agents don’t receive empty strings in lists. Remove this one, or write a value.",
      node,
    );
  }
}
