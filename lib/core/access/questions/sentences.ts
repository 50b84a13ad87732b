import { type RuleObject, type RuleType, rulePermissionNames, ruleTypeNames } from "../rules/rule-names";
import type { Action } from "../types";
import type { AccessLevel } from "../who-can";
import type { ObjectAction } from "./queries";

type Named = RuleObject & { type: RuleType };

export const actionNames: Record<Action, string> = {
  visible: "See the name",
  read: "Read",
  modify: "Modify",
  manage: "Rename or delete",
  grant: "Change access rules",
};

export const levelNames: Record<AccessLevel, string> = {
  ...rulePermissionNames,
  visible: "Name only",
};

const verbs: Record<Action, (object: string) => string> = {
  visible: (object) => `see the name of ${object}`,
  read: (object) => `read ${object}`,
  modify: (object) => `modify ${object}`,
  manage: (object) => `rename or delete ${object}`,
  grant: (object) => `change the access rules of ${object}`,
};

/** 'Max can’t modify the task “Train”.', or 'Each member of Vision can modify it', or CI on behalf of Max. */
export function answerSentence(
  subject: { kind: string; name: string },
  owner: string | null,
  action: Action,
  allowed: boolean,
  object: Named,
): string {
  const verb = verbs[action](thisObject(object));
  if (subject.kind === "group") {
    return allowed
      ? `Each member of ${subject.name} can ${verb}.`
      : `Membership in ${subject.name} alone doesn’t let anyone ${verb}.`;
  }
  const who = owner === null ? subject.name : `On behalf of ${owner}, ${subject.name}`;
  return `${who} ${allowed ? "can" : "can’t"} ${verb}.`;
}

/** Why something may be refused on behalf of a user though the user may do it. */
export function behalfSentence(
  account: string,
  owner: { name: string; isAdmin: boolean },
  mayAct: boolean,
): string {
  if (!mayAct) return `${account} isn’t allowed to act on behalf of users.`;
  return owner.isAdmin
    ? `The rules that name ${owner.name} and their groups count. Being in Admins or Queue admins doesn’t count on behalf of a user.`
    : `The rules that name ${owner.name} and their groups count, and those that name ${account} don’t.`;
}

/** What there is where the answer is no. */
export function insteadSentence(explained: Action | null): string {
  switch (explained) {
    case null:
      return "No rule grants access to it.";
    case "visible":
      return "Only the name is visible, because of access to something in it.";
    case "modify":
      return "Reading and modifying is all that is granted.";
    default:
      return "Reading is all that is granted.";
  }
}

export const creatorSentence = "Creating a resource doesn’t grant access to it. Only rules do.";

/** 'the task “Train”' */
function thisObject({ type, name }: Named): string {
  return `the ${ruleTypeNames[type].one.toLowerCase()} “${name}”`;
}

/** The power of a built-in group. */
export function powerSentence(group: "admins" | "queue_admins", isOwner: boolean): string {
  if (group === "queue_admins") {
    return "Members of Queue admins can see, create, rename and delete all queues.";
  }
  return isOwner
    ? "The owner of the workspace is always in Admins. Admins can read and modify everything."
    : "Members of Admins can read and modify everything.";
}

export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

const everythingVerbs: Record<ObjectAction, string> = {
  visible: "see the names of",
  read: "read",
  modify: "modify",
  manage: "rename and delete",
};

/** Of a whole type: 'Max can read all tasks in the workspace, including tasks that are added later.' */
export function everythingSentence(
  subject: { kind: string; name: string },
  can: ObjectAction,
  type: RuleType,
): string {
  const who = subject.kind === "group" ? `Each member of ${subject.name}` : subject.name;
  const { many } = ruleTypeNames[type];
  return `${who} can ${everythingVerbs[can]} all ${many} in the workspace, including ${many} that are added later.`;
}
