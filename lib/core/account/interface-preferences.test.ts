import { describe, expect, test } from "vitest";
import {
  effectivePreferences,
  hiddenArgumentsChange,
  interfacePreferencesProblem,
  type OperatorPreferences,
  preferencesForm,
  readPreferenceList,
  usualPreferences,
  withForced,
} from "./interface-preferences";

const free: OperatorPreferences = { defaults: {}, forced: {} };
const forcing: OperatorPreferences = { defaults: { hide_examples: true }, forced: { block_scripts: true } };

describe("what applies", () => {
  test.each<[string, unknown, OperatorPreferences, object]>([
    ["is usual at first", undefined, free, usualPreferences],
    ["is what the user chose", { hide_examples: true }, free, { hide_examples: true }],
    ["is the operator’s default where nothing was chosen", {}, forcing, { hide_examples: true }],
    ["is what the user chose over that default", { hide_examples: false }, forcing, { hide_examples: false }],
    [
      "is what the operator forces over the choice",
      { block_scripts: false },
      forcing,
      { block_scripts: true },
    ],
    ["is not a value of another type", { hide_examples: "yes" }, free, { hide_examples: false }],
    ["is not a value of nothing", null, free, usualPreferences],
    ["is usual where an array is stored", [1], free, usualPreferences],
    [
      "has each variable once",
      { hidden_container_arguments: ["A", "B", "A"] },
      free,
      { hidden_container_arguments: ["A", "B"] },
    ],
  ])("%s", (_, steward, operator, expected) => {
    expect(effectivePreferences({ steward }, operator)).toMatchObject(expected);
  });

  test("names what the operator forces", () => {
    expect(effectivePreferences({}, forcing).forced).toEqual(["block_scripts"]);
    expect(effectivePreferences({}, free).forced).toEqual([]);
  });
});

describe("a change of preferences", () => {
  test.each<[string, object, string[], OperatorPreferences, RegExp | undefined]>([
    ["of others is not looked at", { steward: { hide_examples: 1 } }, ["ui.page"], free, undefined],
    [
      "of the right type is taken",
      { steward: { hide_examples: true } },
      ["steward.hide_examples"],
      free,
      undefined,
    ],
    ["to another type is refused", { steward: { hide_examples: 1 } }, ["steward"], free, /true or false/],
    [
      "to names with spaces is refused",
      { steward: { hidden_container_arguments: ["A B"] } },
      ["steward.hidden_container_arguments"],
      free,
      /a list of names/,
    ],
    ["to no object is refused", { steward: true }, ["steward"], free, /must be an object/],
    ["to null is refused", { steward: null }, ["steward"], free, /must be an object/],
    [
      "of what is forced is refused",
      { steward: { block_scripts: false } },
      ["steward.block_scripts"],
      forcing,
      /set steward.block_scripts for all/,
    ],
    [
      "of all, forced ones included, is refused",
      { steward: { block_scripts: false } },
      ["steward"],
      forcing,
      /set steward/,
    ],
    ["to what is forced is taken", { steward: { block_scripts: true } }, ["steward"], forcing, undefined],
    [
      "leaves an earlier choice of what is forced now",
      { steward: { block_scripts: false, hide_examples: true } },
      ["steward.hide_examples"],
      forcing,
      undefined,
    ],
    ["keeps names of later versions", { steward: { unknown: 7 } }, ["steward.unknown"], free, undefined],
  ])("%s", (_, preferences, changed, operator, problem) => {
    const found = interfacePreferencesProblem({ ...preferences }, changed, operator);
    if (problem) expect(found).toMatch(problem);
    else expect(found).toBeUndefined();
  });
});

test("programs read what is forced in place of what is stored", () => {
  const stored = { ui: 1, steward: { block_scripts: false, hide_examples: true } };
  expect(withForced(stored, forcing)).toEqual({
    ui: 1,
    steward: { block_scripts: true, hide_examples: true },
  });
  expect(withForced(stored, free)).toBe(stored);
  expect(withForced({}, free)).toEqual({});
});

test.each<[string, string[] | RegExp]>([
  ["A\nB_2\n", ["A", "B_2"]],
  [" A,B  C ", ["A", "B", "C"]],
  ["A A", ["A"]],
  ["", []],
  ["MY-KEY", /“MY-KEY” isn’t the name/],
  ["2ND", /“2ND” isn’t the name/],
  [Array.from({ length: 51 }, (_, at) => `A${at}`).join(" "), /can contain 50 names/],
])("the list %j of variables", (names, expected) => {
  const parsed = hiddenArgumentsChange.safeParse({ names });
  if (Array.isArray(expected)) expect(parsed.data).toEqual({ names: expected });
  else expect(parsed.error?.issues[0]?.message).toMatch(expected);
});

test("a form of a browser without scripts turns off what is not checked", () => {
  const sent = { show_hidden_projects: "on", names: "A" };
  expect(preferencesForm.parse(sent)).toEqual({
    ...usualPreferences,
    ...{ show_hidden_projects: true, hidpi_scale: false, hide_container_arguments: false },
    hidden_container_arguments: ["A"],
  });
});

test.each<[string[], object | RegExp]>([
  [[], {}],
  [["block_scripts=on", "hide_examples = off"], { block_scripts: true, hide_examples: false }],
  [["hidden_container_arguments=A B"], { hidden_container_arguments: ["A", "B"] }],
  [["hidden_container_arguments="], { hidden_container_arguments: [] }],
  [["hidden_container_arguments=A-B"], /names of environment variables/],
  [["block_scripts=yes"], /block_scripts must be on or off/],
  [["block_scripts"], /block_scripts must be on or off/],
  [["theme=on"], /theme is not a preference/],
])("the environment’s list %j", (pairs, expected) => {
  const read = readPreferenceList(pairs);
  if (expected instanceof RegExp) expect(read).toEqual({ problem: expect.stringMatching(expected) });
  else expect(read).toEqual({ values: expected });
});
