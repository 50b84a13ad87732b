import type { ObjectType } from "../object-types";
import type { Action, Principal, Resource, Rule, World } from "../types";

/**
 * What access means, written down as plainly as it can be said and as slowly as that makes it. The tests hold the
 * engine to it; nothing else uses it. It takes the world to be valid.
 */
export function define(world: World) {
  const active = (id: string): Principal | undefined =>
    world.users.find((principal) => principal.id === id && principal.active);
  const resource = (id: string | null): Resource | undefined =>
    world.resources.find((object) => object.id === id);

  /** Who is asking, with the groups that count. */
  type Identity = { id: string; groups: string[] };

  function groupsOf(id: string): string[] {
    const listed = world.groups.filter((group) => group.id !== "users" && group.members.includes(id));
    return ["users", ...listed.map((group) => group.id)];
  }

  function identity(asking: string, onBehalfOf?: string): Identity | undefined {
    const principal = active(asking);
    if (principal === undefined) return undefined;
    if (onBehalfOf === undefined || onBehalfOf === asking) return { id: asking, groups: groupsOf(asking) };
    if (principal.kind !== "service" || !principal.canImpersonate) return undefined;
    if (active(onBehalfOf) === undefined) return undefined;
    const ordinary = groupsOf(onBehalfOf).filter((group) => group !== "admins" && group !== "queue_admins");
    return { id: onBehalfOf, groups: ordinary };
  }

  function chain(object: Resource): Resource[] {
    const members = [object];
    for (let parent = resource(object.parent); parent !== undefined; parent = resource(parent.parent)) {
      members.push(parent);
    }
    return members;
  }

  function names(rule: Rule, who: Identity): boolean {
    return rule.users.includes(who.id) || rule.groups.some((group) => who.groups.includes(group));
  }

  function isAbout(rule: Rule, member: Resource): boolean {
    return member.type === rule.type && (rule.target === null || rule.target === member.id);
  }

  function rulesHolding(who: Identity, object: Resource): Rule[] {
    return world.rules.filter(
      (rule) => names(rule, who) && chain(object).some((member) => isAbout(rule, member)),
    );
  }

  function givesModify(rule: Rule): boolean {
    return rule.access === "modify" || rule.type === "app_category";
  }

  const isAdmin = (who: Identity) => who.groups.includes("admins");
  const isQueueAdmin = (who: Identity) => who.groups.includes("queue_admins");

  function read(who: Identity, object: Resource): boolean {
    if (isAdmin(who) || (object.type === "queue" && isQueueAdmin(who))) return true;
    return rulesHolding(who, object).length > 0;
  }

  function modify(who: Identity, object: Resource): boolean {
    return isAdmin(who) || rulesHolding(who, object).some(givesModify);
  }

  function below(project: Resource): Resource[] {
    return world.resources.filter((object) => object !== project && chain(object).includes(project));
  }

  function may(who: Identity, action: string, object: Resource): boolean {
    switch (action as Action) {
      case "read":
        return read(who, object);
      case "modify":
        return modify(who, object);
      case "visible":
        return (
          read(who, object) || (object.type === "project" && below(object).some((inner) => read(who, inner)))
        );
      case "manage":
        return object.type === "queue" && isQueueAdmin(who);
      case "grant":
        return isAdmin(who);
      default:
        return false;
    }
  }

  function check(asking: string, action: string, objectId: string, onBehalfOf?: string): boolean {
    const who = identity(asking, onBehalfOf);
    const object = resource(objectId);
    return who !== undefined && object !== undefined && may(who, action, object);
  }

  function list(asking: string, action: string, type: string, onBehalfOf?: string): string[] {
    return world.resources
      .filter((object) => object.type === type && check(asking, action, object.id, onBehalfOf))
      .map((object) => object.id);
  }

  function listWho(action: string, objectId: string): string[] {
    return world.users.filter(({ id }) => check(id, action, objectId)).map(({ id }) => id);
  }

  const livesIn: Record<ObjectType, ObjectType | undefined> = {
    project: "project",
    task: "project",
    model: "project",
    dataview: "project",
    dataset: "project",
    dataset_version: "dataset",
    queue: undefined,
    app_category: undefined,
  };

  function create(asking: string, type: string, parentId: string | null, onBehalfOf?: string): boolean {
    const who = identity(asking, onBehalfOf);
    if (who === undefined || !Object.hasOwn(livesIn, type)) return false;
    if (parentId !== null) {
      const parent = resource(parentId);
      return parent !== undefined && livesIn[type as ObjectType] === parent.type && modify(who, parent);
    }
    if (type === "dataset_version") return false;
    if (type === "queue") return isQueueAdmin(who);
    if (isAdmin(who)) return true;
    if (type === "app_category") return false;
    return world.rules.some(
      (rule) => rule.type === type && rule.target === null && rule.access === "modify" && names(rule, who),
    );
  }

  function move(asking: string, objectId: string, newParentId: string | null, onBehalfOf?: string): boolean {
    const object = resource(objectId);
    if (object === undefined || livesIn[object.type] !== "project") return false;
    const parent = resource(newParentId);
    if (parent !== undefined && chain(parent).includes(object)) return false;
    return (
      check(asking, "modify", objectId, onBehalfOf) && create(asking, object.type, newParentId, onBehalfOf)
    );
  }

  /** For every action but visible. */
  function explain(asking: string, action: string, objectId: string, onBehalfOf?: string): string[] {
    const who = identity(asking, onBehalfOf);
    const object = resource(objectId);
    if (who === undefined || object === undefined) return [];
    const reasons: string[] = [];
    if (["read", "modify", "grant"].includes(action) && isAdmin(who)) reasons.push("builtin:admins");
    if (["read", "manage"].includes(action) && object.type === "queue" && isQueueAdmin(who)) {
      reasons.push("builtin:queue_admins");
    }
    for (const rule of rulesHolding(who, object)) {
      const nearest = chain(object).find((member) => isAbout(rule, member));
      if (action === "read" || (action === "modify" && givesModify(rule))) {
        reasons.push(`rule:${rule.id}@${nearest?.id}`);
      }
    }
    return reasons.sort();
  }

  return { check, list, who: listWho, create, move, explain };
}
