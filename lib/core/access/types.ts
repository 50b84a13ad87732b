import type { ObjectType } from "./object-types";

export const everyAction = ["visible", "read", "modify", "manage", "grant"] as const;

export type Action = (typeof everyAction)[number];

const actions: ReadonlySet<string> = new Set(everyAction);

export function isAction(action: string): action is Action {
  return actions.has(action);
}

/** A person or a service account. */
export interface Principal {
  readonly id: string;
  readonly kind: "user" | "service";
  readonly active: boolean;
  readonly canImpersonate: boolean;
}

/** The groups `users`, `admins` and `queue_admins` are built in; the members given for `users` are ignored. */
export interface Group {
  readonly id: string;
  readonly members: readonly string[];
}

/** An object of the workspace. A parent that does not exist ends the object's chain. */
export interface Resource {
  readonly id: string;
  readonly type: ObjectType;
  readonly parent: string | null;
}

/** What a rule gives on its target, or on every object of the type when the target is null. */
export interface Rule {
  readonly id: string;
  readonly type: ObjectType;
  readonly target: string | null;
  readonly access: "read" | "modify";
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

export interface World {
  readonly users: readonly Principal[];
  readonly groups: readonly Group[];
  readonly resources: readonly Resource[];
  readonly rules: readonly Rule[];
}

/** A world, or an edit of one, that contradicts itself. */
export class InvalidWorld extends Error {
  override readonly name = "InvalidWorld";
}
