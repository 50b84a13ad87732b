import type { FixDraft } from "../model/report";
import type { ParsedVault, ResolvedEntry, ResolvedNode, Span } from "../model/types";
import { sections } from "./key-places";

/** Writes what a bare key lacks before it. */
export function prefixFix(
  { format, text: whole }: ParsedVault,
  start: number,
  name: string,
  text: string,
): FixDraft {
  const isBare = format === "hocon" && whole.startsWith(name, start);
  return isBare ? { label: `Write ${text}${name}`, span: { start, end: start }, text } : undefined;
}

/** Writes a key under the path where clients read it. */
export function moveFix(
  parsed: ParsedVault,
  path: readonly string[],
  { key, node }: ResolvedEntry,
  place: string,
): FixDraft {
  const { format, text } = parsed;
  const name = path[path.length - 1]!;
  const parent = path.slice(0, -1).join(".");
  const written = text.slice(key.start, key.end);
  if (path.length === 1) {
    if (format !== "hocon" || !written.startsWith(name)) return undefined;
    return {
      label: `Write ${place}`,
      span: { start: key.start, end: key.start + name.length },
      text: place,
    };
  }
  const isRenamed =
    parent !== "" && place.startsWith(`${parent}.`) && (written === name || written === `"${name}"`);
  const better = place.slice(parent.length + 1);
  if (isRenamed && (format === "hocon" || !better.includes("."))) {
    return { label: `Write ${better}`, span: key, text: written === name ? better : `"${better}"` };
  }
  if (sections.has(place)) return toRoot(parsed, path, key, node);
  const whole = [parent, name].join(".");
  if (format === "hocon" && written.startsWith(whole)) {
    return {
      label: `Write ${place}`,
      span: { start: key.start, end: key.start + whole.length },
      text: place,
    };
  }
  return undefined;
}

/** A group on lines of its own goes behind everything else. */
function toRoot(
  { format, text }: ParsedVault,
  path: readonly string[],
  key: Span,
  node: ResolvedNode,
): FixDraft {
  const name = path[path.length - 1]!;
  const lineStart = text.lastIndexOf("\n", key.start) + 1;
  const whole = path.join(".");
  if (text.slice(key.start, key.end) === whole) {
    return { label: `Write ${name}`, span: key, text: name };
  }
  const behind = text.indexOf("\n", node.end);
  if (
    format !== "hocon" ||
    text.slice(key.start, key.end) !== name ||
    text.slice(lineStart, key.start).trim() !== "" ||
    behind < 0 ||
    text.slice(node.end, behind).trim() !== "" ||
    /^\s*\{/.test(text.replace(/^(?:\s*(?:#|\/\/)[^\n]*\n)+/, ""))
  ) {
    return undefined;
  }
  const rest = text.slice(behind + 1).trimEnd();
  return {
    label: `Move ${name} to the root`,
    span: { start: lineStart, end: text.length },
    text: `${rest}\n${text.slice(key.start, node.end)}\n`,
  };
}
