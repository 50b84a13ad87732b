import { isGrantable, mayHold, type ObjectType, objectTypes } from "../object-types";
import type { Group, Principal, Resource, Rule, World } from "../types";

/** Gives a number from 0 up to, not including, the bound. */
export type Draw = (bound: number) => number;

/** Draws from a list of numbers in turn; smaller numbers draw plainer things. */
export function drawFrom(numbers: readonly number[]): Draw {
  let next = 0;
  return (bound) => numbers[next++ % numbers.length]! % bound;
}

export const drawnPrincipalIds = ["ada", "bo", "constructor", "__proto__", "bot", "robot", "nobody"];
export const drawnGroupIds = ["users", "admins", "queue_admins", "toString", "team", "gone"];
export const drawnRuleIds = ["r0", "r1", "r2", "r3", "r4", "r5", "hasOwnProperty", "r7"];
export const drawnObjectIds = [
  ...["p0", "p1", "p2", "p3", "p4", "__proto__", "constructor"],
  ...["t0", "t1", "t2", "m0", "v0", "d0", "d1", "s0", "s1", "q0", "q1", "a0", "P0", "valueOf"],
];

/** Types by how often they are drawn. */
const drawnTypes: readonly ObjectType[] = ["project", "project", "project", "dataset", ...objectTypes];

export function pick<Item>(items: readonly Item[], draw: Draw): Item {
  return items[draw(items.length)]!;
}

function some<Item>(items: readonly Item[], most: number, draw: Draw): Item[] {
  return Array.from({ length: draw(most + 1) }, () => pick(items, draw));
}

export function drawPrincipal(id: string, draw: Draw): Principal {
  const kind = id.includes("bot") ? "service" : "user";
  return { id, kind, active: draw(5) > 0, canImpersonate: draw(3) > 0 };
}

export function drawGroup(id: string, draw: Draw): Group {
  return { id, members: some(drawnPrincipalIds, id.includes("admins") ? 2 : 4, draw) };
}

/** Mostly about one of the objects; else perhaps about none, or about one of another type. */
export function drawRule(id: string, objects: readonly Resource[], draw: Draw): Rule {
  const grantable = drawnTypes.filter((type) => isGrantable(objectTypes.indexOf(type)));
  const object = draw(3) === 0 || objects.length === 0 ? undefined : pick(objects, draw);
  const aims = object !== undefined && grantable.includes(object.type);
  const target = draw(4) === 0 ? null : pick(drawnObjectIds, draw);
  return {
    id,
    type: aims ? object.type : pick(grantable, draw),
    target: aims ? object.id : target,
    access: draw(2) === 0 ? "read" : "modify",
    users: some(drawnPrincipalIds, 2, draw),
    groups: some(drawnGroupIds, 2, draw),
  };
}

/** An object that can be added to the others, though its parent may not exist. Undefined if none can. */
export function drawResource(id: string, others: readonly Resource[], draw: Draw): Resource | undefined {
  const type = pick(drawnTypes, draw);
  const code = objectTypes.indexOf(type);
  const byId = new Map(others.filter((other) => other.id !== id).map((other) => [other.id, other]));
  const parent = draw(6) === 0 ? null : pick(drawnObjectIds, draw);
  if (parent === null && type === "dataset_version") return undefined;
  for (let at = parent; at !== null; at = byId.get(at)?.parent ?? null) if (at === id) return undefined;
  const holder = parent === null ? undefined : byId.get(parent);
  if (holder !== undefined && !mayHold(objectTypes.indexOf(holder.type), code)) return undefined;
  const inside = [...byId.values()].filter((other) => other.parent === id);
  if (inside.some((other) => !mayHold(code, objectTypes.indexOf(other.type)))) return undefined;
  return { id, type, parent };
}

/** A small valid world, with awkward ids, missing parents and members, and rules that miss their target. */
export function drawWorld(draw: Draw): World {
  const resources: Resource[] = [];
  for (const id of drawnObjectIds) {
    for (let tries = 0; tries < 4; tries += 1) {
      const resource = drawResource(id, resources, draw);
      if (resource === undefined) continue;
      resources.push(resource);
      break;
    }
  }
  const present = <Item>(items: readonly Item[]) => items.filter(() => draw(5) > 0);
  return {
    users: present(drawnPrincipalIds.slice(0, -1)).map((id) => drawPrincipal(id, draw)),
    groups: present(drawnGroupIds.slice(0, -1)).map((id) => drawGroup(id, draw)),
    resources,
    rules: present(drawnRuleIds).map((id) => drawRule(id, resources, draw)),
  };
}
