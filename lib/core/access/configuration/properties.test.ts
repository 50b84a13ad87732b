import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UserId } from "../../identifiers";
import { vaultFormats } from "../../vault/model/types";
import { vaultTypes } from "../../vault/vault-types";
import { rulePermissions } from "../rules/rule-names";
import { mutated } from "../testing/mutated-file";
import type { ConfigurationFacts, GroupFacts } from "./facts";
import { isEmptyPlan } from "./plan";
import { applied } from "./testing/applied";
import { drawnMembers, drawnObjects, userIds } from "./testing/members";
import { planned, planOf, written } from "./testing/plan-text";

const builtIn = (id: string, name: string, memberIds: UserId[]): GroupFacts => {
  return { id, name, description: "Built in.", builtIn: id as GroupFacts["builtIn"], memberIds };
};

const someUsers = fc.subarray(userIds);
const groupNames = ["Contractors", "émigrés", "- dash", "no", "a: b # c", "“quoted”", "Zoë's \\ team"];

const groups = fc
  .tuple(
    fc.subarray(groupNames),
    fc.array(fc.record({ description: fc.constantFrom("", "A: b", "Plain"), memberIds: someUsers }), {
      minLength: groupNames.length,
      maxLength: groupNames.length,
    }),
    someUsers,
    fc.constantFrom("g", "h"),
  )
  .map(([names, traits, admins, prefix]): GroupFacts[] => [
    builtIn("users", "Users", []),
    builtIn("admins", "Admins", [...new Set([userIds[0]!, ...admins])]),
    builtIn("queue_admins", "Queue admins", admins),
    builtIn("service_accounts", "Service accounts", []),
    ...names.map((name, at) => ({ id: `${prefix}${at}`, name, builtIn: null, ...traits[at]! })),
  ]);

const vaultText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc
    .array(fc.constantFrom("a: 1", "", "  b", "\tc", "...", "# d", "- e", " ", "é ", "\r"), { maxLength: 8 })
    .map((lines) => lines.join("\n")),
);

/** A workspace with the members and objects above. */
const drawnFacts: fc.Arbitrary<ConfigurationFacts> = groups.chain((all) => {
  const groupIds = all.map(({ id }) => id);
  const someGroups = fc.subarray(groupIds);
  const object = fc.constantFrom(...drawnObjects);
  const rule = fc
    .record({
      object: fc.option(object),
      whole: fc.constantFrom("project", "app_category", "model"),
      access: fc.constantFrom(...rulePermissions),
      userIds: someUsers,
      groupIds: someGroups,
    })
    .filter((drawn) => drawn.userIds.length + drawn.groupIds.length > 0)
    .map(({ object: about, whole, ...rest }) => {
      const type = about?.type ?? (whole as "project");
      return { type, targetId: about?.id ?? null, ...rest };
    });
  const guard = fc
    .record({
      name: fc.constantFrom("Payroll stays closed", "1: two", "x"),
      about: object,
      principal: fc.constantFrom(...userIds, ...groupIds),
      allows: fc.boolean(),
      access: fc.constantFrom(...rulePermissions),
    })
    .map(({ about, principal, ...rest }) => {
      const isGroup = groupIds.includes(principal);
      const userId = isGroup ? null : (principal as UserId);
      return { ...rest, userId, groupId: isGroup ? principal : null, type: about.type, targetId: about.id };
    });
  const vault = fc.record({
    name: fc.constantFrom("Common agents", "yes, really", "12 monkeys"),
    type: fc.constantFrom(...vaultTypes),
    enabled: fc.boolean(),
    groupIds: someGroups,
    format: fc.constantFrom(...vaultFormats),
    text: vaultText,
    revision: fc.integer({ min: 1, max: 9 }),
  });
  return fc
    .record({
      rules: fc.array(rule, { maxLength: 6 }),
      guards: fc.array(guard, { maxLength: 3 }),
      vaults: fc.array(vault, { maxLength: 4 }),
    })
    .map(({ rules, guards, vaults }) => ({
      ...{ ownerUserId: userIds[0]!, members: drawnMembers, objects: drawnObjects, groups: all },
      rules: rules.map((each, at) => ({ id: `r${at}`, ...each })),
      guards: guards.map((each, at) => ({ id: `w${at}`, ...each })),
      vaults: vaults.map((each, at) => ({ id: `v${at}`, ...each })),
    }));
});

describe("a file", () => {
  test("of a workspace changes nothing in it", () => {
    fc.assert(
      fc.property(drawnFacts, fc.boolean(), (facts, vaultTexts) => {
        const options = { vaultTexts };
        expect(isEmptyPlan(planOf(written(facts, options), facts))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("makes any workspace with its members and resources equal to the one that it was written of", () => {
    fc.assert(
      fc.property(drawnFacts, drawnFacts, (wanted, facts) => {
        const text = written(wanted);
        const after = applied(planOf(text, facts), facts);
        expect(written(after)).toBe(text);
        expect(isEmptyPlan(planOf(text, after))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("is the same whatever order a workspace is read in", () => {
    fc.assert(
      fc.property(drawnFacts, (facts) => {
        const turned = {
          ...facts,
          members: facts.members.toReversed(),
          groups: facts.groups
            .toReversed()
            .map((group) => ({ ...group, memberIds: group.memberIds.toReversed() })),
          rules: facts.rules.toReversed(),
          guards: facts.guards.toReversed(),
          objects: facts.objects.toReversed(),
        };
        expect(written(turned)).toBe(written(facts));
      }),
    );
  });

  test("that was altered is read as a whole or not at all, quickly", () => {
    fc.assert(
      fc.property(drawnFacts, fc.infiniteStream(fc.nat()), (facts, numbers) => {
        const draw = (bound: number) => (numbers.next().value ?? 0) % Math.max(bound, 1);
        const text = mutated(written(facts), draw);
        const result = planned(text, facts);
        if ("problems" in result) {
          expect(result.problems.length).toBeGreaterThan(0);
          for (const { at } of result.problems) expect(at).toBeLessThanOrEqual(text.length);
          return;
        }
        const after = applied(result.plan, facts);
        expect(isEmptyPlan(planOf(text, after))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
