import {
  defineLanguageFacet,
  delimitedIndent,
  foldInside,
  foldNodeProp,
  indentNodeProp,
  Language,
  LanguageSupport,
  languageDataProp,
} from "@codemirror/language";
import {
  type Input,
  NodeProp,
  NodeSet,
  NodeType,
  Parser,
  type PartialParse,
  Tree,
  type TreeFragment,
} from "@lezer/common";
import { styleTags, tags } from "@lezer/highlight";
import { type HighlightKind, highlightHocon } from "@/lib/core/vault/hocon/highlight";

const data = defineLanguageFacet({ commentTokens: { line: "#" } });

const names = [
  "Document",
  "Object",
  "List",
  "{",
  "}",
  "[",
  "]",
  "Punctuation",
  "Key",
  "String",
  "Number",
  "Comment",
  "Substitution",
  "⚠",
] as const;
type Name = (typeof names)[number];

const pairs: Partial<Record<Name, string>> = { "{": "}", "[": "]" };
const closers: Partial<Record<Name, string>> = { "}": "{", "]": "[" };

const nodeSet = new NodeSet(
  names.map((name, id) =>
    NodeType.define({
      id,
      name,
      top: name === "Document",
      error: name === "⚠",
      props: [
        ...(name === "Document" ? [languageDataProp.add({ Document: data })] : []),
        ...(pairs[name] ? [NodeProp.closedBy.add({ [name]: [pairs[name]] })] : []),
        ...(closers[name] ? [NodeProp.openedBy.add({ [name]: [closers[name]] })] : []),
      ],
    }),
  ),
).extend(
  styleTags({
    Key: tags.propertyName,
    String: tags.string,
    Number: tags.number,
    Comment: tags.lineComment,
    Substitution: tags.special(tags.variableName),
    "{ }": tags.brace,
    "[ ]": tags.squareBracket,
  }),
  indentNodeProp.add({
    Object: delimitedIndent({ closing: "}", align: false }),
    List: delimitedIndent({ closing: "]", align: false }),
    Document: () => 0,
  }),
  foldNodeProp.add({ "Object List": foldInside }),
);

const kinds: Record<Exclude<HighlightKind, "punctuation">, Name> = {
  key: "Key",
  string: "String",
  number: "Number",
  comment: "Comment",
  substitution: "Substitution",
};

const idOf = (name: Name) => names.indexOf(name);

type Open = { name: "Object" | "List"; from: number; at: number };

/**
 * The tokens of the vault's own lexer as a tree: groups contain what is between their brackets, all else is a flat
 * row. One that is never closed reaches to the end, with a mark of what is missing.
 */
export function hoconTree(text: string): Tree {
  const buffer: number[] = [];
  const open: Open[] = [];
  const leaf = (name: Name, from: number, to: number) => buffer.push(idOf(name), from, to, 4);
  const close = ({ name, from, at }: Open, to: number) =>
    buffer.push(idOf(name), from, to, buffer.length - at + 4);

  for (const { kind, start, end } of highlightHocon(text)) {
    const mark = kind === "punctuation" ? text[start] : undefined;
    if (mark === "{" || mark === "[") {
      open.push({ name: mark === "{" ? "Object" : "List", from: start, at: buffer.length });
      leaf(mark, start, end);
    } else if (mark === "}" || mark === "]") {
      const group = mark === "}" ? "Object" : "List";
      const fits = open.at(-1)?.name === group;
      leaf(mark, start, end);
      if (fits) close(open.pop()!, end);
    } else {
      leaf(kind === "punctuation" ? "Punctuation" : kinds[kind], start, end);
    }
  }
  while (open.length > 0) {
    leaf("⚠", text.length, text.length);
    close(open.pop()!, text.length);
  }
  return Tree.build({ buffer, nodeSet, topID: 0, length: text.length });
}

/** Reads the whole text at each change: lexing 256 KB takes some ten milliseconds. */
class HoconParser extends Parser {
  createParse(input: Input, _fragments: readonly TreeFragment[], _ranges: unknown): PartialParse {
    let end = input.length;
    return {
      parsedPos: 0,
      get stoppedAt() {
        return end < input.length ? end : null;
      },
      stopAt(at) {
        end = at;
      },
      advance: () => hoconTree(input.read(0, end)),
    };
  }
}

const hocon = new Language(data, new HoconParser(), [], "hocon");

export const hoconLanguage = new LanguageSupport(hocon);
