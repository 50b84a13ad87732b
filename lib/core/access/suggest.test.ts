import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { load } from "./engine";
import { isGrantable, objectTypes } from "./object-types";
import type { Suggestion } from "./suggest";
import { define } from "./testing/definition";
import { drawFrom, drawnObjectIds, drawnPrincipalIds, drawWorld } from "./testing/draw-world";
import { everyAction, type Resource, type World } from "./types";

const world: World = {
  users: [
    { id: "ada", kind: "user", active: true, canImpersonate: false },
    { id: "bo", kind: "user", active: true, canImpersonate: false },
    { id: "cy", kind: "user", active: false, canImpersonate: false },
    { id: "bot", kind: "service", active: true, canImpersonate: false },
  ],
  groups: [
    { id: "users", members: [] },
    { id: "service_accounts", members: ["bot"] },
    { id: "admins", members: ["ada"] },
    { id: "queue_admins", members: [] },
    { id: "vision", members: ["bo"] },
    { id: "speech", members: [] },
    { id: "robots", members: [] },
  ],
  resources: [
    { id: "top", type: "project", parent: null },
    { id: "inner", type: "project", parent: "top" },
    { id: "task", type: "task", parent: "inner" },
    { id: "data", type: "dataset", parent: "inner" },
    { id: "version", type: "dataset_version", parent: "data" },
    { id: "lost", type: "task", parent: "gone" },
    { id: "queue", type: "queue", parent: null },
    { id: "app", type: "app_category", parent: null },
    { id: "open", type: "project", parent: null },
    { id: "shared", type: "task", parent: "open" },
  ],
  rules: [
    { id: "reads top", type: "project", target: "top", access: "read", users: [], groups: ["vision"] },
    { id: "edits inner", type: "project", target: "inner", access: "modify", users: [], groups: ["speech"] },
    { id: "robots", type: "task", target: "task", access: "modify", users: [], groups: ["service_accounts"] },
    { id: "queues", type: "queue", target: null, access: "modify", users: [], groups: ["robots", "missing"] },
    { id: "shares", type: "task", target: "shared", access: "read", users: ["bot"], groups: ["robots"] },
  ],
};
const engine = load(world);
const on = (target: string, access: "read" | "modify"): Suggestion => ({ kind: "rule", target, access });
const join = (group: string): Suggestion => ({ kind: "join", group });
const raise = (rule: string, at: string): Suggestion => ({ kind: "raise", rule, at });

describe("what would give an action", () => {
  test.each<[string, string, string, Suggestion[]]>([
    [
      "bo",
      "modify",
      "task",
      [
        ...["task", "inner", "top"].map((target) => on(target, "modify")),
        raise("reads top", "top"),
        join("speech"),
        join("admins"),
      ],
    ],
    ["bo", "read", "task", []],
    ["bo", "read", "queue", [on("queue", "read"), join("robots"), join("queue_admins"), join("admins")]],
    ["bo", "manage", "queue", [join("queue_admins")]],
    ["bo", "manage", "task", []],
    ["bo", "grant", "task", [join("admins")]],
    ["ada", "manage", "queue", [join("queue_admins")]],
    ["ada", "modify", "task", []],
    ["bo", "read", "lost", [on("lost", "read"), join("admins")]],
    ["bo", "read", "app", [on("app", "modify"), join("admins")]],
    ["bot", "read", "open", [on("open", "read"), join("admins")]],
    ["bo", "visible", "open", [on("open", "read"), join("robots"), join("admins")]],
    ["bot", "visible", "open", []],
    [
      "bo",
      "modify",
      "version",
      [
        ...["data", "inner", "top"].map((target) => on(target, "modify")),
        raise("reads top", "top"),
        join("speech"),
        join("admins"),
      ],
    ],
    ["cy", "read", "task", []],
    ["nobody", "read", "task", []],
    ["bo", "read", "nothing", []],
    ["bo", "delete", "task", []],
  ])("to %s, who may not %s %s", (principal, action, object, expected) => {
    expect(engine.suggest(principal, action, object)).toEqual(expected);
  });
});

function applied(before: World, principal: string, suggestion: Suggestion): World {
  switch (suggestion.kind) {
    case "rule": {
      const { target, access } = suggestion;
      const { type } = before.resources.find(({ id }) => id === target)!;
      const rule = { id: "suggested", type, target, access, users: [principal], groups: [] };
      return { ...before, rules: [...before.rules, rule] };
    }
    case "raise":
      return {
        ...before,
        rules: before.rules.map((rule) =>
          rule.id === suggestion.rule ? { ...rule, access: "modify" as const } : rule,
        ),
      };
    case "join":
      return {
        ...before,
        groups: before.groups.map((group) =>
          group.id === suggestion.group ? { ...group, members: [...group.members, principal] } : group,
        ),
      };
  }
}

/** Every single change of the kinds that are suggested, whether it gives anything or not; the smaller access first. */
function everyChange(before: World, object: string): Suggestion[] {
  const places: Resource[] = [];
  for (let at: string | null = object; at !== null; ) {
    const place: Resource | undefined = before.resources.find(({ id }) => id === at);
    if (place === undefined) break;
    places.push(place);
    at = place.parent;
  }
  return [
    ...places
      .filter(({ type }) => isGrantable(objectTypes.indexOf(type)))
      .flatMap(({ id, type }) =>
        type === "app_category" ? [on(id, "modify")] : [on(id, "read"), on(id, "modify")],
      ),
    ...before.rules
      .filter(({ access, type }) => access === "read" && type !== "app_category")
      .map(({ id }) => raise(id, "")),
    ...before.groups.filter(({ id }) => id !== "users").map(({ id }) => join(id)),
  ];
}

/** A larger access on a place where the smaller one does is more than is needed. */
function withoutLarger(giving: Suggestion[]): Suggestion[] {
  return giving.filter(
    (each) =>
      each.kind !== "rule" ||
      each.access === "read" ||
      !giving.some(
        (other) => other.kind === "rule" && other.target === each.target && other.access === "read",
      ),
  );
}

const keyOf = (suggestion: Suggestion) =>
  JSON.stringify(suggestion.kind === "raise" ? { ...suggestion, at: "" } : suggestion);

test("on drawn worlds, exactly the single changes are suggested after which the definition says yes", () => {
  const numbers = fc.noBias(fc.array(fc.nat({ max: 9999 }), { minLength: 900, maxLength: 900 }));
  const holds = fc.property(numbers, (list) => {
    const drawn = drawWorld(drawFrom(list));
    const [asked, definition] = [load(drawn), define(drawn)];
    for (const principal of drawnPrincipalIds.slice(0, 4)) {
      for (const action of everyAction) {
        for (const object of drawnObjectIds.slice(0, 16)) {
          const suggested = asked.suggest(principal, action, object).map(keyOf);
          const exists = drawn.users.some(({ id, active }) => id === principal && active);
          const changes =
            exists && !definition.check(principal, action, object) ? everyChange(drawn, object) : [];
          const giving = withoutLarger(
            changes.filter((each) =>
              define(applied(drawn, principal, each)).check(principal, action, object),
            ),
          );
          expect(suggested.toSorted(), `${principal} ${action} ${object}`).toEqual(giving.map(keyOf).sort());
        }
      }
    }
  });
  fc.assert(holds, { numRuns: 25 });
}, 60_000);

describe("reasons", () => {
  test.each([
    ["bo", "read", "task", [{ kind: "rule", rule: "reads top", at: "top", through: ["vision"] }]],
    ["bot", "modify", "task", [{ kind: "rule", rule: "robots", at: "task", through: ["service_accounts"] }]],
    ["bot", "visible", "open", [{ kind: "rule", rule: "shares", at: "shared", through: ["bot"] }]],
    ["ada", "grant", "task", [{ kind: "built_in", group: "admins" }]],
  ])(
    "of %s to %s %s name the user or group that they reach it through",
    (principal, action, object, reasons) => {
      expect(engine.reasons(principal, action, object)).toEqual(reasons);
    },
  );

  test("name the user before the groups where a rule names both", () => {
    const rule = { id: "r", type: "task", target: "lost", access: "read" } as const;
    const both = load({ ...world, rules: [{ ...rule, users: ["bo"], groups: ["users", "vision"] }] });
    expect(both.reasons("bo", "read", "lost")).toEqual([
      { kind: "rule", rule: "r", at: "lost", through: ["bo", "users", "vision"] },
    ]);
  });
});
