import type { UserId } from "../../identifiers";
import type { VaultFormat } from "../../vault/model/types";
import type { VaultType } from "../../vault/vault-types";
import type { BuiltInGroup } from "../../workspace/group-words";
import type { UserKind } from "../../workspace/role";
import type { RulePermission, RuleType } from "../rules/rule-names";

export type MemberFacts = { id: UserId; name: string; email: string | null; kind: UserKind };
export type GroupFacts = {
  id: string;
  name: string;
  description: string;
  builtIn: BuiltInGroup | null;
  memberIds: readonly UserId[];
};
export type RuleContent = {
  type: RuleType;
  targetId: string | null;
  access: RulePermission;
  userIds: readonly UserId[];
  groupIds: readonly string[];
};
export type RuleFacts = RuleContent & { id: string };
export type GuardContent = {
  name: string;
  userId: UserId | null;
  groupId: string | null;
  allows: boolean;
  access: RulePermission;
  type: RuleType;
  targetId: string;
};
export type GuardFacts = GuardContent & { id: string };
export type VaultFacts = {
  id: string;
  name: string;
  type: VaultType;
  enabled: boolean;
  groupIds: readonly string[];
  format: VaultFormat;
  /** Undefined where it can't be read. */
  text: string | undefined;
  revision: number;
};
/** `path` is the name behind the names of the projects that it is in. */
export type ObjectFacts = { type: RuleType; id: string; path: string };

/** All of a workspace that its file is about, with the names of what it refers to. */
export type ConfigurationFacts = {
  ownerUserId: UserId;
  members: readonly MemberFacts[];
  groups: readonly GroupFacts[];
  rules: readonly RuleFacts[];
  guards: readonly GuardFacts[];
  /** In the order in which they are merged. */
  vaults: readonly VaultFacts[];
  /** What rules and guards are about, and whatever else has the same type and path as one of these. */
  objects: readonly ObjectFacts[];
};

/** A type and a path, or an id, of which no other can be meant. */
export function objectKey(type: RuleType, path: string): string {
  return `${type} ${path}`;
}

/** In the order of their characters, the same on every machine. */
export function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
