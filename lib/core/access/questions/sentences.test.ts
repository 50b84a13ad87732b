import { expect, test } from "vitest";
import {
  answerSentence,
  behalfSentence,
  everythingSentence,
  insteadSentence,
  listed,
  powerSentence,
} from "./sentences";

const task = { type: "task", id: "t", name: "Train", path: "vision" } as const;
const project = { type: "project", id: "p", name: "detector", path: "vision" } as const;
const queue = { type: "queue", id: "q", name: "gpu", path: null } as const;

test.each([
  ["modify", false, task, "Max can’t modify the task “Train”."],
  ["read", true, project, "Max can read the project “detector”."],
  ["visible", true, project, "Max can see the name of the project “detector”."],
  ["manage", true, queue, "Max can rename or delete the queue “gpu”."],
  ["grant", false, task, "Max can’t change the access rules of the task “Train”."],
] as const)("whether somebody can %s (%s)", (action, allowed, object, sentence) => {
  expect(answerSentence({ kind: "person", name: "Max" }, null, action, allowed, object)).toBe(sentence);
});

test.each([
  [{ kind: "group", name: "Vision" }, null, true, "Each member of Vision can read the task “Train”."],
  [
    { kind: "group", name: "Vision" },
    null,
    false,
    "Membership in Vision alone doesn’t let anyone read the task “Train”.",
  ],
  [{ kind: "service_account", name: "CI" }, "Max", true, "On behalf of Max, CI can read the task “Train”."],
] as const)("what %j can, on behalf of %j: %j", (subject, owner, allowed, sentence) => {
  expect(answerSentence(subject, owner, "read", allowed, task)).toBe(sentence);
});

test("on behalf of a user the rules about the user count, without the powers of admins", () => {
  expect(behalfSentence("CI", { name: "Max", isAdmin: false }, false)).toBe(
    "CI isn’t allowed to act on behalf of users.",
  );
  expect(behalfSentence("CI", { name: "Max", isAdmin: true }, true)).toContain("Being in Admins");
  expect(behalfSentence("CI", { name: "Max", isAdmin: false }, true)).toContain("those that name CI don’t");
});

test.each([
  [null, "No rule grants access to it."],
  ["visible", "Only the name is visible, because of access to something in it."],
  ["read", "Reading is all that is granted."],
  ["modify", "Reading and modifying is all that is granted."],
] as const)("where only %s is granted", (explained, sentence) => {
  expect(insteadSentence(explained)).toBe(sentence);
});

test.each([
  [
    "person",
    "read",
    "task",
    "Max can read all tasks in the workspace, including tasks that are added later.",
  ],
  [
    "group",
    "visible",
    "project",
    "Each member of Max can see the names of all projects in the workspace, including projects that are added later.",
  ],
] as const)("everything of a type (%s, %s, %s)", (kind, can, type, sentence) => {
  expect(everythingSentence({ kind, name: "Max" }, can, type)).toBe(sentence);
});

test("the power of Admins is told of the owner as such", () => {
  expect(powerSentence("admins", true)).toContain("The owner of the workspace is always in Admins.");
  expect(powerSentence("admins", false)).toBe("Members of Admins can read and modify everything.");
  expect(powerSentence("queue_admins", false)).toContain("all queues");
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b", "c"], "a, b and c"],
])("a list of %j", (names, text) => {
  expect(listed(names)).toBe(text);
});
