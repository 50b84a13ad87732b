import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import { PathBuilder } from "@/lib/core/vault/hocon/path-expression";
import type { VaultFormat } from "@/lib/core/vault/model/types";

/** A key as far as it is typed: the groups that it is in, and where its last name begins. */
export type TypedKey = { parent: string[]; from: number };

/** A key of the text, and the part of it that a position is in. */
export type FoundKey = { path: string[]; from: number; to: number };

/** The key that may be completed here; undefined if no key is allowed here. */
export function typedKeyAt(state: EditorState, at: number, format: VaultFormat): TypedKey | undefined {
  if (format === "hocon") return typedInHocon(state, at);
  return format === "json" ? typedInJson(state, at) : typedInYaml(state, at);
}

/** The key under the pointer. */
export function keyAt(state: EditorState, at: number, format: VaultFormat): FoundKey | undefined {
  if (format === "hocon") return keyInHocon(state, at);
  return format === "json" ? keyInJson(state, at) : keyInYaml(state, at);
}

function typedInHocon(state: EditorState, at: number): TypedKey | undefined {
  const inner = syntaxTree(state).resolveInner(at, -1);
  if (inner.name === "Key" && inner.to >= at) {
    const parent = containerPath(state, inner.parent);
    const keys = parent && keyRow(state, inner);
    const typed = keys && pathOf(state, keys, at);
    if (!parent || !typed) return undefined;
    const last = typed.at(-1) ?? "";
    return last.includes('"')
      ? undefined
      : { parent: [...parent, ...typed.slice(0, -1)], from: at - last.length };
  }
  const group = groupAt(inner, at);
  if (!group || inner.name === "Comment" || inner.name === "String") return undefined;
  const before = group.childBefore(at);
  const last = before && skipComments(before);
  const opens = !last || last.name === "{" || state.sliceDoc(last.from, last.to) === ",";
  const isNewLine = last && last.name !== "Punctuation" && state.sliceDoc(last.to, at).includes("\n");
  if (!opens && !isNewLine) return undefined;
  const parent = containerPath(state, group);
  return parent && { parent, from: at };
}

function keyInHocon(state: EditorState, at: number): FoundKey | undefined {
  const node = [-1, 1].map((side) => syntaxTree(state).resolveInner(at, side as -1 | 1)).find(isKey);
  const parent = node && containerPath(state, node.parent);
  const keys = parent && keyRow(state, node);
  if (!keys || !parent) return undefined;
  const period = state.sliceDoc(at, node.to).search(/[.\s]/);
  const to = period < 0 ? node.to : at + period;
  const path = pathOf(state, keys, to);
  const last = path?.at(-1) ?? "";
  return path && { path: [...parent, ...path], from: Math.max(node.from, to - last.length), to };
}

const isKey = (node: SyntaxNode) => node.name === "Key";

/** The object or the document that a position is directly in. */
function groupAt(node: SyntaxNode, at: number): SyntaxNode | undefined {
  for (let each: SyntaxNode | null = node; each; each = each.parent) {
    if (each.name === "Document") return each;
    const isInside = each.from < at && (at < each.to || each.lastChild?.type.isError);
    if (each.name === "List" && isInside) return undefined;
    if (each.name === "Object" && isInside) return each;
  }
  return undefined;
}

function skipComments(node: SyntaxNode): SyntaxNode | null {
  let each: SyntaxNode | null = node;
  while (each?.name === "Comment") each = each.prevSibling;
  return each;
}

/** The tokens of one key, up to this one: a period or a quoted part is a token of its own. */
function keyRow(state: EditorState, last: SyntaxNode): SyntaxNode[] {
  const row = [last];
  for (let before = last.prevSibling; before?.name === "Key"; before = before.prevSibling) {
    if (state.sliceDoc(before.to, row[0]!.from).includes("\n")) break;
    row.unshift(before);
  }
  return row;
}

function pathOf(state: EditorState, row: readonly SyntaxNode[], to: number): string[] | undefined {
  const path = new PathBuilder();
  for (const { from, to: end } of row) {
    const text = state.sliceDoc(from, Math.min(end, to));
    if (text.startsWith('"')) path.addQuoted(text.replaceAll('"', ""));
    else path.addUnquoted(text);
  }
  const first = row[0];
  const isOpen = first && state.sliceDoc(first.from, to).endsWith(".");
  if (!isOpen) return path.finish();
  path.addQuoted("");
  return path.finish();
}

/** The keys above a group; undefined in a list, where nothing is known by its name. */
function containerPath(state: EditorState, group: SyntaxNode | null): string[] | undefined {
  const path: string[] = [];
  for (let each = group; each && each.name !== "Document"; each = each.parent) {
    if (each.name !== "Object") return undefined;
    const before = each.prevSibling && skipComments(each.prevSibling);
    const last = before?.name === "Punctuation" ? before.prevSibling : before;
    if (last?.name !== "Key") return each.parent?.name === "Document" && !last ? path : undefined;
    const own = pathOf(state, keyRow(state, last), last.to);
    if (!own) return undefined;
    path.unshift(...own);
  }
  return path;
}

function typedInJson(state: EditorState, at: number): TypedKey | undefined {
  const inner = syntaxTree(state).resolveInner(at, -1);
  if (inner.name !== "PropertyName") return undefined;
  const from = inner.from + 1;
  if (at < from) return undefined;
  const parent = jsonPath(state, inner.parent?.parent ?? null);
  return parent && { parent, from };
}

function keyInJson(state: EditorState, at: number): FoundKey | undefined {
  const node = [-1, 1]
    .map((side) => syntaxTree(state).resolveInner(at, side as -1 | 1))
    .find(({ name }) => name === "PropertyName");
  const path = node && jsonPath(state, node.parent);
  return path && { path, from: node.from, to: node.to };
}

function jsonPath(state: EditorState, from: SyntaxNode | null): string[] | undefined {
  const path: string[] = [];
  for (let each = from; each; each = each.parent) {
    if (each.name === "Array") return undefined;
    const name = each.name === "Property" ? each.firstChild : null;
    if (name) path.unshift(state.sliceDoc(name.from + 1, name.to - 1));
  }
  return path;
}

const yamlKey = /^(\s*)(["']?)([\w.-]+)\2\s*:(?=\s|$)/;

function typedInYaml(state: EditorState, at: number): TypedKey | undefined {
  const { from, text, number } = state.doc.lineAt(at);
  const typed = /^(\s*)([\w-]*)$/.exec(text.slice(0, at - from));
  if (!typed) return undefined;
  const parent = yamlPath(state, number, typed[1]!.length);
  return parent && { parent, from: at - typed[2]!.length };
}

function keyInYaml(state: EditorState, at: number): FoundKey | undefined {
  const { from, text, number } = state.doc.lineAt(at);
  const key = yamlKey.exec(text);
  if (!key) return undefined;
  const start = from + key[1]!.length;
  const to = start + key[3]!.length + 2 * key[2]!.length;
  const parent = at >= start && at <= to ? yamlPath(state, number, key[1]!.length) : undefined;
  return parent && { path: [...parent, key[3]!], from: start, to };
}

const mostLines = 2_000;

/** Read from the indentation of the lines above, which stays right while the line itself is half written. */
function yamlPath(state: EditorState, line: number, indent: number): string[] | undefined {
  const path: string[] = [];
  let inside = indent;
  for (let number = line - 1; number > Math.max(0, line - mostLines) && inside > 0; number -= 1) {
    const { text } = state.doc.line(number);
    const depth = text.search(/\S/);
    if (depth < 0 || depth >= inside || text[depth] === "#") continue;
    const key = yamlKey.exec(text);
    if (!key) return undefined;
    path.unshift(key[3]!);
    inside = depth;
  }
  return path;
}
