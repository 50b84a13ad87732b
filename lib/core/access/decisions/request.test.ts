import { describe, expect, test } from "vitest";
import {
  actionSearch,
  batch,
  endsBatch,
  evaluation,
  mostEvaluations,
  problemOf,
  resourceSearch,
  subjectSearch,
  withDefaults,
} from "./request";

const subject = { type: "user", id: "alice" };
const action = { name: "read" };
const resource = { type: "task", id: "t1" };
const whole = { subject, action, resource };

describe("an evaluation", () => {
  test.each([
    ["with all that it needs", whole],
    [
      "with properties and a context",
      { ...whole, action: { ...action, properties: { a: 1 } }, context: { ip: "" } },
    ],
    ["with fields that are unknown", { ...whole, foo: "bar", futureField: { nested: true } }],
    ["on behalf of somebody", { ...whole, subject: { ...subject, properties: { on_behalf_of: "bo" } } }],
  ])("%s is read", (_, body) => {
    expect(evaluation.safeParse(body).success).toBe(true);
  });

  test.each([
    ["subject", { action, resource }],
    ["action", { subject, resource }],
    ["resource", { subject, action }],
    ["subject.type", { ...whole, subject: { id: "alice" } }],
    ["subject.id", { ...whole, subject: { type: "user" } }],
    ["subject.id", { ...whole, subject: { type: "user", id: "" } }],
    ["subject", { ...whole, subject: "alice" }],
    ["action.name", { ...whole, action: {} }],
    ["action.name", { ...whole, action: { name: 123 } }],
    ["resource.type", { ...whole, resource: { id: "t1" } }],
    ["resource.id", { ...whole, resource: { type: "task" } }],
    ["resource.properties", { ...whole, resource: { ...resource, properties: [] } }],
    ["context", { ...whole, context: "now" }],
    [
      "subject.properties.on_behalf_of",
      { ...whole, subject: { ...subject, properties: { on_behalf_of: 1 } } },
    ],
  ])("says that %s is missing or not valid", (field, body) => {
    const { error } = evaluation.safeParse(body);
    expect(error && problemOf(error)).toBe(`${field} is missing or is not valid.`);
  });
});

describe("a search", () => {
  test.each([
    ["subjects, whose id is ignored", subjectSearch, whole],
    ["subjects", subjectSearch, { ...whole, subject: { type: "user" } }],
    ["resources", resourceSearch, { ...whole, resource: { type: "task" } }],
    ["actions", actionSearch, { subject, resource }],
  ])("for %s is read", (_, schema, body) => {
    expect(schema.parse(body).page).toEqual({ token: "", limit: 100 });
  });

  test.each([
    ["subjects without the id of the resource", subjectSearch, { ...whole, resource: { type: "task" } }],
    ["subjects without an action", subjectSearch, { subject, resource }],
    ["resources without the id of the subject", resourceSearch, { ...whole, subject: { type: "user" } }],
    ["actions without the id of the subject", actionSearch, { subject: { type: "user" }, resource }],
    ["actions without a resource", actionSearch, { subject }],
    ["a page of no results", actionSearch, { subject, resource, page: { limit: 0 } }],
    ["a page of half a result", actionSearch, { subject, resource, page: { limit: 1.5 } }],
    ["a page by a number", actionSearch, { subject, resource, page: { token: 2 } }],
  ])("for %s is refused", (_, schema, body) => {
    expect(schema.safeParse(body).success).toBe(false);
  });

  test("gets at most a thousand results a page", () => {
    expect(actionSearch.parse({ subject, resource, page: { limit: 5000 } }).page.limit).toBe(1000);
  });
});

describe("a batch", () => {
  test("replaces a default whole, and leaves the others", () => {
    const defaults = {
      subject: { ...subject, properties: { a: 1 } },
      action,
      context: { b: 2 },
      options: {},
    };
    expect(withDefaults({ subject: { type: "user", id: "bo" }, resource }, defaults)).toEqual({
      subject: { type: "user", id: "bo" },
      action,
      resource,
      context: { b: 2 },
    });
  });

  test.each([
    [{ evaluations: "all" }, "evaluations is missing or is not valid."],
    [{ evaluations: [1] }, "evaluations.0 is missing or is not valid."],
    [
      { options: { evaluations_semantic: "any" } },
      "options.evaluations_semantic must be one of execute_all, deny_on_first_deny, permit_on_first_permit.",
    ],
    [
      { evaluations: Array.from({ length: mostEvaluations + 1 }, () => ({})) },
      "evaluations can contain at most 1000 items.",
    ],
  ])("%# is refused", (body, problem) => {
    const { error } = batch.safeParse(body);
    expect(error && problemOf(error)).toBe(problem);
  });

  test.each([
    ["execute_all", false, false],
    ["execute_all", true, false],
    ["deny_on_first_deny", false, true],
    ["deny_on_first_deny", true, false],
    ["permit_on_first_permit", false, false],
    ["permit_on_first_permit", true, true],
  ] as const)("%s with %s ends: %s", (semantic, decision, ends) => {
    expect(endsBatch(semantic, decision)).toBe(ends);
  });
});
