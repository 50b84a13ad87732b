import type { AccessChange } from "../change";
import { serviceAccountsId } from "../people";
import type { Rule, World } from "../types";
import {
  type Draw,
  drawnGroupIds,
  drawnObjectIds,
  drawnPrincipalIds,
  drawnRuleIds,
  drawPrincipal,
  drawResource,
  drawRule,
  pick,
} from "./draw-world";

const others = <Item extends { id: string }>(items: readonly Item[], id: string) =>
  items.filter((item) => item.id !== id);

/** A change that the operations of a workspace can record in this world; none where the draw finds none. */
export function drawChange(world: World, draw: Draw): AccessChange | undefined {
  const userId = pick(drawnPrincipalIds, draw);
  const groups = others(world.groups, serviceAccountsId);
  const group = groups.length > 0 ? pick(groups, draw) : undefined;
  switch (draw(10)) {
    case 0:
      return { kind: "principal_put", principal: drawPrincipal(userId, draw) };
    case 1:
      return { kind: "principal_removed", id: userId };
    case 2: {
      const id = pick(drawnGroupIds, draw);
      return world.groups.some((known) => known.id === id) ? undefined : { kind: "group_added", id };
    }
    case 3:
      return group && { kind: "group_removed", id: group.id };
    case 4:
      return (
        group && {
          kind: "members_added",
          groupId: group.id,
          userIds: [userId, pick(drawnPrincipalIds, draw)],
        }
      );
    case 5:
      return group && { kind: "member_removed", groupId: group.id, userId };
    case 6:
      return { kind: "rule_put", rule: drawRule(pick(drawnRuleIds, draw), world.resources, draw) };
    case 7:
      return { kind: "rule_removed", id: pick(drawnRuleIds, draw) };
    case 8: {
      const object = drawResource(pick(drawnObjectIds, draw), world.resources, draw);
      return object && { kind: "object_put", object };
    }
    default:
      return { kind: "object_removed", id: pick(drawnObjectIds, draw) };
  }
}

/** What the change leads to, said without an engine. */
export function changed(world: World, change: AccessChange): World {
  const { users, groups, rules, resources } = world;
  const naming = (kept: readonly Rule[], without: (rule: Rule) => Rule) =>
    kept.flatMap((rule) => {
      const narrowed = without(rule);
      const emptied = narrowed.users.length + narrowed.groups.length === 0;
      const named = rule.users.length + rule.groups.length > narrowed.users.length + narrowed.groups.length;
      return named && emptied ? [] : [narrowed];
    });
  const inGroup = (groupId: string, membersOf: (members: readonly string[]) => readonly string[]) =>
    groups.map((group) => (group.id === groupId ? { ...group, members: membersOf(group.members) } : group));
  switch (change.kind) {
    case "principal_put":
      return { ...world, users: [...others(users, change.principal.id), change.principal] };
    case "principal_removed":
      return {
        ...world,
        users: others(users, change.id),
        groups: groups.map(({ id, members }) => ({
          id,
          members: members.filter((each) => each !== change.id),
        })),
        rules: naming(rules, (rule) => ({ ...rule, users: rule.users.filter((each) => each !== change.id) })),
      };
    case "group_added":
      return { ...world, groups: [...groups, { id: change.id, members: [] }] };
    case "group_removed":
      return {
        ...world,
        groups: others(groups, change.id),
        rules: naming(rules, (rule) => ({
          ...rule,
          groups: rule.groups.filter((each) => each !== change.id),
        })),
      };
    case "members_added":
      return { ...world, groups: inGroup(change.groupId, (members) => [...members, ...change.userIds]) };
    case "member_removed":
      return {
        ...world,
        groups: inGroup(change.groupId, (members) => members.filter((each) => each !== change.userId)),
      };
    case "rule_put":
      return { ...world, rules: [...others(rules, change.rule.id), change.rule] };
    case "rule_removed":
      return { ...world, rules: others(rules, change.id) };
    case "object_put":
      return { ...world, resources: [...others(resources, change.object.id), change.object] };
    case "object_removed":
      return {
        ...world,
        resources: others(resources, change.id),
        rules: rules.filter(({ target }) => target !== change.id),
      };
  }
}
