import type { AccessEngine } from "./engine";
import { typeName } from "./object-types";
import { serviceAccountsId } from "./people";
import type { IndexedRule } from "./rule-book";
import type { Principal, Resource, Rule, World } from "./types";

/** What changed in a workspace for its access engine: one entry of the feed that keeps every process current. */
export type AccessChange =
  | { readonly kind: "principal_put"; readonly principal: Principal }
  | { readonly kind: "principal_removed"; readonly id: string }
  | { readonly kind: "group_added"; readonly id: string }
  | { readonly kind: "group_removed"; readonly id: string }
  | { readonly kind: "members_added"; readonly groupId: string; readonly userIds: readonly string[] }
  | { readonly kind: "member_removed"; readonly groupId: string; readonly userId: string }
  | { readonly kind: "rule_put"; readonly rule: Rule }
  | { readonly kind: "rule_removed"; readonly id: string }
  | { readonly kind: "object_put"; readonly object: Resource }
  | { readonly kind: "object_removed"; readonly id: string };

/** The world as the engine of a workspace needs it: with the service accounts in their group. */
export function withServiceAccounts(world: World): World {
  const members = world.users.filter(({ kind }) => kind === "service").map(({ id }) => id);
  const groups = world.groups.filter(({ id }) => id !== serviceAccountsId);
  return { ...world, groups: [...groups, { id: serviceAccountsId, members }] };
}

/**
 * A principal, group or object that is removed takes its name out of the rules, and a rule that names nobody or
 * nothing any more goes with it.
 */
export function applyChange(engine: AccessEngine, change: AccessChange): void {
  switch (change.kind) {
    case "principal_put":
      engine.putUser(change.principal);
      if (change.principal.kind === "service") engine.addMember(serviceAccountsId, change.principal.id);
      return;
    case "principal_removed":
      for (const rule of [...engine.rules.namingUser(change.id)]) {
        narrow(engine, { ...rule, users: rule.users.filter((id) => id !== change.id) });
      }
      for (const groupId of engine.people.namedIn(change.id)) engine.removeMember(groupId, change.id);
      engine.removeUser(change.id);
      return;
    case "group_added":
      engine.putGroup({ id: change.id, members: [] });
      return;
    case "group_removed":
      for (const rule of [...engine.rules.namingGroup(change.id)]) {
        narrow(engine, { ...rule, groups: rule.groups.filter((id) => id !== change.id) });
      }
      engine.removeGroup(change.id);
      return;
    case "members_added":
      for (const userId of change.userIds) engine.addMember(change.groupId, userId);
      return;
    case "member_removed":
      engine.removeMember(change.groupId, change.userId);
      return;
    case "rule_put":
      engine.putRule(change.rule);
      return;
    case "rule_removed":
      engine.removeRule(change.id);
      return;
    case "object_put":
      engine.putObject(change.object);
      return;
    case "object_removed":
      for (const rule of [...engine.rules.about(change.id)]) engine.removeRule(rule.id);
      engine.removeObject(change.id);
  }
}

function narrow(engine: AccessEngine, rule: IndexedRule): void {
  if (rule.users.length + rule.groups.length === 0) {
    engine.removeRule(rule.id);
    return;
  }
  const { id, target, users, groups } = rule;
  const access = rule.givesModify ? "modify" : "read";
  engine.putRule({ id, type: typeName(rule.type), target, access, users, groups });
}
