import { foldable, getIndentation, syntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { hoconLanguage, hoconTree } from "./hocon-language";

const shape = (text: string) => hoconTree(text).toString();
const stateOf = (doc: string) => EditorState.create({ doc, extensions: [hoconLanguage] });

test.each([
  ["a = 1 # one", "Document(Key,Punctuation,Number,Comment)"],
  ['a.b : "x"', "Document(Key,Punctuation,String)"],
  [`a { b = \${HOME} }`, 'Document(Key,Object("{",Key,Punctuation,Substitution,"}"))'],
  ["a = [1, 2]", 'Document(Key,Punctuation,List("[",Number,Punctuation,Number,"]"))'],
  ["a { b = [", 'Document(Key,Object("{",Key,Punctuation,List("[",⚠),⚠))'],
  ["a } b", 'Document(Key,"}",String)'],
  ["a { ] }", 'Document(Key,Object("{","]","}"))'],
])("%s is read as groups and tokens", (text, expected) => {
  expect(shape(text)).toBe(expected);
});

test("a text of three quotes is one token over its lines", () => {
  const text = 'a = """one\n{ two\n""" # end';
  expect(shape(text)).toBe("Document(Key,Punctuation,String,Comment)");
});

test("thousands of open groups are read", () => {
  expect(hoconTree("a{".repeat(20_000)).length).toBe(40_000);
});

describe("folding", () => {
  test("folds the content between the brackets of a group over several lines", () => {
    const text = "sdk {\n  a = 1\n}\n";
    expect(foldable(stateOf(text), 0, 5)).toEqual({ from: 5, to: 14 });
  });
  test("offers none for a group on one line", () => {
    expect(foldable(stateOf("sdk { a = 1 }\n"), 0, 13)).toBeNull();
  });
});

test.each([
  ["sdk {\n|", 2],
  ["sdk {\n  aws {\n|", 4],
  ["sdk {\n  a = 1\n|", 2],
  ["sdk {\n  a = [\n|", 4],
  ["sdk {\n  a = 1\n|}", 0],
  ["sdk { a = 1 }\n|", 0],
  ["a = 1\n|", 0],
])("%j is indented by %i", (marked, columns) => {
  const at = marked.indexOf("|");
  const state = stateOf(marked.replace("|", ""));
  expect(syntaxTree(state).length).toBe(state.doc.length);
  expect(getIndentation(state, at)).toBe(columns);
});
