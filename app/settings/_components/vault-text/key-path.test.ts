import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { EditorState } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import { hoconLanguage } from "./hocon-language";
import { keyAt, typedKeyAt } from "./key-path";

const languages = { hocon: hoconLanguage, json: json(), yaml: yaml() };

function at(marked: string, format: VaultFormat) {
  const pos = marked.indexOf("|");
  const state = EditorState.create({ doc: marked.replace("|", ""), extensions: [languages[format]] });
  return { state, pos };
}

/** `parent.path` and what of the last name is typed. */
function typed(marked: string, format: VaultFormat): [string, string] | undefined {
  const { state, pos } = at(marked, format);
  const key = typedKeyAt(state, pos, format);
  return key && [key.parent.join("."), state.sliceDoc(key.from, pos)];
}

function hovered(marked: string, format: VaultFormat): [string, string] | undefined {
  const { state, pos } = at(marked, format);
  const key = keyAt(state, pos, format);
  return key && [key.path.join("."), state.sliceDoc(key.from, key.to)];
}

describe("a key that is being typed", () => {
  test.each<[string, [string, string] | undefined]>([
    ["|", ["", ""]],
    ["ag|", ["", "ag"]],
    ["agent.|", ["agent", ""]],
    ["agent.git_p|", ["agent", "git_p"]],
    ["sdk {\n  aws.s3 {\n    re|\n  }\n}", ["sdk.aws.s3", "re"]],
    ["sdk {\n  aws.s3 {\n    |\n  }\n}", ["sdk.aws.s3", ""]],
    ["sdk {\n  aws.s3 : {\n    key = 1\n    re|", ["sdk.aws.s3", "re"]],
    ['"sdk".aws { s3.|', ["sdk.aws.s3", ""]],
    ["a = 1\nagent { b = 2 }\nsd|", ["", "sd"]],
    ["agent { a = 1, |}", ["agent", ""]],
    ["{ agent { gi| } }", ["agent", "gi"]],
    ["half\nag|", ["", "ag"]],
    ["agent # which\n{\n  gi|", ["agent", "gi"]],
    ["a = |", undefined],
    ["a = va|", undefined],
    ["# a comment |", undefined],
    ["a = [ { re| } ]", undefined],
    ["a = [ | ]", undefined],
    ['a = "te|xt"', undefined],
  ])("in HOCON: %j", (marked, expected) => {
    expect(typed(marked, "hocon")).toEqual(expected);
  });

  test.each<[string, [string, string] | undefined]>([
    ['{ "ag|" }', ["", "ag"]],
    ['{ "agent": { "git_u|": 1 } }', ["agent", "git_u"]],
    ['{ "agent": { "git_user": "x", "gi|": 1 } }', ["agent", "gi"]],
    ['{ "agent": "gi|" }', undefined],
    ['{ "a": [ { "b|": 1 } ] }', undefined],
  ])("in JSON: %j", (marked, expected) => {
    expect(typed(marked, "json")).toEqual(expected);
  });

  test.each<[string, [string, string] | undefined]>([
    ["ag|", ["", "ag"]],
    ["agent:\n  git_u|", ["agent", "git_u"]],
    ["sdk:\n  aws:\n    s3:\n      key: 1\n\n      # more\n      re|", ["sdk.aws.s3", "re"]],
    ["sdk:\n  aws:\n    s3: {}\nag|", ["", "ag"]],
    ["agent:\n  git_user: x|", undefined],
    ["a:\n  - b:\n      c|", undefined],
  ])("in YAML: %j", (marked, expected) => {
    expect(typed(marked, "yaml")).toEqual(expected);
  });
});

describe("the key at a place", () => {
  test.each<[VaultFormat, string, [string, string] | undefined]>([
    ["hocon", "age|nt.git_user = 1", ["agent", "agent"]],
    ["hocon", "agent.git_|user = 1", ["agent.git_user", "git_user"]],
    ["hocon", "sdk { aws { s|3.region = x } }", ["sdk.aws.s3", "s3"]],
    ["hocon", "agent.git_user = val|ue", undefined],
    ["json", '{ "agent": { "git_|user": 1 } }', ["agent.git_user", '"git_user"']],
    ["json", '{ "agent": "te|xt" }', undefined],
    ["yaml", "agent:\n  git_|user: x", ["agent.git_user", "git_user"]],
    ["yaml", "agent:\n  git_user: te|xt", undefined],
  ])("in %s: %j", (format, marked, expected) => {
    expect(hovered(marked, format)).toEqual(expected);
  });
});
