import { describe, expect, test } from "vitest";
import { load } from "../engine";
import type { World } from "../types";
import { decide, findActions, findSubjects, reasonsOf } from "./decide";
import { readDecisionNames } from "./names";
import type { Evaluation } from "./request";

const world: World = {
  users: [
    { id: "ada", kind: "user", active: true, canImpersonate: false },
    { id: "bo", kind: "user", active: true, canImpersonate: false },
    { id: "bot", kind: "service", active: true, canImpersonate: true },
  ],
  groups: [
    { id: "admins", members: ["ada"] },
    { id: "team", members: ["bo", "bot"] },
  ],
  resources: [
    { id: "p", type: "project", parent: null },
    { id: "t", type: "task", parent: "p" },
  ],
  rules: [
    { id: "r1", type: "project", target: "p", access: "read", users: [], groups: ["team"] },
    { id: "r2", type: "task", target: "t", access: "modify", users: ["bo"], groups: [] },
  ],
};
const engine = load(world);
const names = readDecisionNames(["record=task", "write=modify"]);
if ("problem" in names) throw new Error(names.problem);

const page = { token: "", limit: 100 };
type Asked = { as: [string, string, string?]; action: string; on: [string, string] };

function evaluationOf({ as: [type, id, owner], action, on }: Asked): Evaluation {
  return {
    subject: { type, id, ...(owner ? { properties: { on_behalf_of: owner } } : {}) },
    action: { name: action },
    resource: { type: on[0], id: on[1] },
  };
}

describe("a decision", () => {
  test.each<[Asked, boolean]>([
    [{ as: ["user", "bo"], action: "modify", on: ["task", "t"] }, true],
    [{ as: ["user", "bo"], action: "write", on: ["record", "t"] }, true],
    [{ as: ["user", "bo"], action: "modify", on: ["project", "p"] }, false],
    [{ as: ["user", "bo"], action: "read", on: ["project", "t"] }, false],
    [{ as: ["service_account", "bo"], action: "read", on: ["task", "t"] }, false],
    [{ as: ["user", "bot"], action: "read", on: ["task", "t"] }, false],
    [{ as: ["service_account", "bot"], action: "read", on: ["task", "t"] }, true],
    [{ as: ["service_account", "bot"], action: "modify", on: ["task", "t"] }, false],
    [{ as: ["service_account", "bot", "bo"], action: "modify", on: ["task", "t"] }, true],
    [{ as: ["service_account", "bot", "ada"], action: "read", on: ["task", "t"] }, false],
    [{ as: ["user", "ada", "bo"], action: "read", on: ["task", "t"] }, false],
    [{ as: ["user", "ada"], action: "grant", on: ["task", "t"] }, true],
    [{ as: ["user", "ada"], action: "delete", on: ["task", "t"] }, false],
    [{ as: ["robot", "bot"], action: "read", on: ["task", "t"] }, false],
    [{ as: ["user", "nobody"], action: "read", on: ["task", "t"] }, false],
    [{ as: ["user", "ada"], action: "read", on: ["todo", "t"] }, false],
    [{ as: ["user", "ada"], action: "read", on: ["task", "gone"] }, false],
  ])("about %j is %s, and has reasons exactly if it permits", (asked, decision) => {
    const evaluation = evaluationOf(asked);
    expect(decide(engine, names, evaluation)).toBe(decision);
    expect(reasonsOf(engine, names, evaluation).length > 0).toBe(decision);
  });

  test("names each rule with the resource that it is about", () => {
    const asked = evaluationOf({ as: ["user", "bo"], action: "read", on: ["record", "t"] });
    expect(reasonsOf(engine, names, asked)).toEqual(["rule:r1@p", "rule:r2@t"]);
  });
});

describe("the subjects", () => {
  test.each([
    ["user", "read", ["task", "t"], ["ada", "bo"]],
    ["service_account", "read", ["record", "t"], ["bot"]],
    ["user", "write", ["record", "t"], ["ada", "bo"]],
    ["user", "delete", ["record", "t"], []],
    ["spaceship", "read", ["record", "t"], []],
    ["user", "read", ["record", "gone"], []],
    ["user", "read", ["project", "t"], []],
  ])("of type %s who may %s %j are %j", (type, action, [kind = "", id = ""], expected) => {
    const asked = { subject: { type }, action: { name: action }, resource: { type: kind, id }, page };
    expect(findSubjects(engine, names, asked)).toEqual(expected);
  });
});

describe("the actions", () => {
  test.each([
    ["bo", "t", ["visible", "read", "modify", "write"]],
    ["ada", "t", ["visible", "read", "modify", "write", "grant"]],
    ["bo", "gone", []],
    ["nobody", "t", []],
  ])("of %s on %s are %j, by every name", (id, resource, expected) => {
    const asked = { subject: { type: "user", id }, resource: { type: "record", id: resource }, page };
    expect(findActions(engine, names, asked)).toEqual(expected);
  });
});
