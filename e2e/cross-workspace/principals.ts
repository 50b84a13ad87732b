import type { Caller, Person, World } from "./world";

/** The callers in the order of their requests. Callers that may change something come last. */
export const principals = [
  "signedOut",
  "serviceAccount",
  "foreignAdmin",
  "removed",
  "elsewhere",
  "foreignAdminAtHome",
  "removedAtHome",
  "elsewhereAtHome",
  "invited",
  "member",
  "admin",
  "owner",
] as const;
export type Principal = (typeof principals)[number];

export type Cells<Answer extends string = string> = Partial<Record<Principal, Answer>>;

/**
 * Those who ask from another workspace name the one that is aimed at, as a form drawn in it would. `AtHome` they
 * name their own active one, and only what they send belongs to the other.
 */
const outside: Partial<Record<Principal, { person: Person; named: "target" | "own" }>> = {
  foreignAdmin: { person: "foreignAdmin", named: "target" },
  removed: { person: "removed", named: "target" },
  elsewhere: { person: "elsewhere", named: "target" },
  foreignAdminAtHome: { person: "foreignAdmin", named: "own" },
  removedAtHome: { person: "removed", named: "own" },
  elsewhereAtHome: { person: "elsewhere", named: "own" },
  invited: { person: "invited", named: "own" },
};

export type Asking = { caller: Caller; workspaceId: string; namesTarget: boolean };

export function asking(world: World, principal: Principal): Asking {
  const { person, named } = outside[principal] ?? { person: principal as Person, named: "target" };
  const caller =
    principal === "signedOut" ? { headers: {}, activeId: world.workspaceId } : world.callers[person];
  const namesTarget = named === "target";
  return { caller, workspaceId: namesTarget ? world.workspaceId : caller.activeId, namesTarget };
}

export function isStranger(principal: Principal): boolean {
  return /^(signedOut|foreignAdmin|removed)/.test(principal);
}
