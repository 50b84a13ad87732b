import type { UserId } from "../../identifiers";
import { ruleTypeNames } from "../rules/rule-names";
import type { ConfigurationDocument, Problem, Written, WrittenMembers, WrittenObject } from "./document";
import { type ConfigurationFacts, type MemberFacts, objectKey } from "./facts";

/** The id that a group has in a plan which creates it. */
export function newGroupId(name: string): string {
  return `+${name.toLowerCase()}`;
}

/** Finds what a file names. What it can't find is a problem at its place. */
export class Resolver {
  readonly problems: Problem[] = [];
  private readonly usersByEmail = new Map<string, MemberFacts>();
  private readonly accountsByName = new Map<string, MemberFacts>();
  private readonly groupIds = new Map<string, string>();
  private readonly objectsByPath = new Map<string, string[]>();
  private readonly typesById = new Map<string, string>();

  /** Groups are those that there will be: of the file, where it has them, and the built-in ones. */
  constructor({ members, groups, objects }: ConfigurationFacts, { groups: written }: ConfigurationDocument) {
    for (const member of members) {
      if (member.kind === "service_account") this.accountsByName.set(member.name.toLowerCase(), member);
      else if (member.email) this.usersByEmail.set(member.email.toLowerCase(), member);
    }
    const existing = new Map(groups.map(({ id, name }) => [name.toLowerCase(), id]));
    for (const { id, name, builtIn } of groups) {
      if (builtIn || !written) this.groupIds.set(name.toLowerCase(), id);
    }
    for (const { name } of written ?? []) {
      const key = name.text.toLowerCase();
      this.groupIds.set(key, existing.get(key) ?? newGroupId(name.text));
    }
    for (const { type, path, id } of objects) {
      const key = objectKey(type, path);
      this.objectsByPath.set(key, [...(this.objectsByPath.get(key) ?? []), id]);
      this.typesById.set(id, key);
    }
  }

  tell(at: number, message: string): void {
    this.problems.push({ at, message });
  }

  members({ users, serviceAccounts }: WrittenMembers): UserId[] {
    return this.distinct([
      ...users.map((written) => ({ ...written, id: this.user(written) })),
      ...serviceAccounts.map((written) => ({ ...written, id: this.serviceAccount(written) })),
    ]) as UserId[];
  }

  groups(written: readonly Written[]): string[] {
    return this.distinct(written.map((each) => ({ ...each, id: this.group(each) })));
  }

  private distinct(found: readonly (Written & { id: string | undefined })[]): string[] {
    const ids = new Set<string>();
    for (const { id, at } of found) {
      if (id === undefined) continue;
      if (ids.has(id)) this.tell(at, "This list already contains it. Remove one of them.");
      ids.add(id);
    }
    return [...ids].sort();
  }

  user({ text, at }: Written): UserId | undefined {
    const member = this.usersByEmail.get(text.trim().toLowerCase());
    if (!member)
      this.tell(
        at,
        "No user of this workspace has this e-mail address. Invite them first, or remove the line.",
      );
    return member?.id;
  }

  serviceAccount({ text, at }: Written): UserId | undefined {
    const member = this.accountsByName.get(text.trim().toLowerCase());
    if (!member) this.tell(at, "This workspace has no service account with this name.");
    return member?.id;
  }

  group({ text, at }: Written): string | undefined {
    const id = this.groupIds.get(text.trim().toLowerCase());
    if (id === undefined)
      this.tell(at, "There is no group with this name. Add it under “groups”, or remove the line.");
    return id;
  }

  /** Null for all of the type; undefined where it can't be found. */
  object({ type, path, id, at }: WrittenObject): string | null | undefined {
    if (path === null) return null;
    const kind = ruleTypeNames[type].one.toLowerCase();
    const key = objectKey(type, path);
    const found = this.objectsByPath.get(key) ?? [];
    if (id) {
      if (this.typesById.get(id.text) === key) return id.text;
      this.tell(
        id.at,
        `The ${kind} with this ID does not exist, or has another name. Correct the name or the ID.`,
      );
      return undefined;
    }
    if (found.length === 1) return found[0];
    this.tell(
      at,
      found.length === 0
        ? `There is no ${kind} with this name. Write all of its path, as in team/project/name.`
        : `Several ${ruleTypeNames[type].many} have this name. Add the “resource_id” of the one you mean.`,
    );
    return undefined;
  }
}
