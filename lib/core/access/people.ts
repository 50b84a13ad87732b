import { type Group, InvalidWorld, type Principal } from "./types";

export const everyoneId = "users";
export const adminsId = "admins";
export const queueAdminsId = "queue_admins";
/** Every service account is in this group, which has no list of members of its own. */
export const serviceAccountsId = "service_accounts";

/** What rules name when they give something: an id, and groups. A group by itself has no id of its own. */
export interface Identity {
  readonly id: string | null;
  readonly groups: readonly string[];
}

export const nobody: Identity = { id: null, groups: [] };

const noIds: ReadonlySet<string> = new Set();

/** The principals and the groups, each of which may name the other before it exists. */
export class People {
  private readonly principals = new Map<string, Principal>();
  private readonly members = new Map<string, Set<string>>();
  private readonly memberships = new Map<string, Set<string>>();

  constructor(principals: readonly Principal[], groups: readonly Group[]) {
    for (const principal of principals) {
      if (this.principals.has(principal.id))
        throw new InvalidWorld(`Two users have the id "${principal.id}".`);
      this.put(principal);
    }
    for (const group of groups) {
      if (this.members.has(group.id)) throw new InvalidWorld(`Two groups have the id "${group.id}".`);
      this.putGroup(group);
    }
  }

  copy(): People {
    const groups = [...this.members].map(([id, members]) => ({ id, members: [...members] }));
    return new People([...this.principals.values()], groups);
  }

  find(id: string): Principal | undefined {
    return this.principals.get(id);
  }

  all(): Iterable<Principal> {
    return this.principals.values();
  }

  mayActForOthers(id: string): boolean {
    const asking = this.principals.get(id);
    return asking?.kind === "service" && asking.active && asking.canImpersonate;
  }

  membersOf(groupId: string): ReadonlySet<string> {
    return this.members.get(groupId) ?? noIds;
  }

  /** The groups whose members name the id, whether somebody has it or not. */
  namedIn(id: string): string[] {
    return [...(this.memberships.get(id) ?? noIds)];
  }

  /** The groups that count for a principal; a lent identity is without the powerful two. */
  groupsOf(id: string, lent: boolean): string[] {
    const groups = [everyoneId];
    for (const group of this.memberships.get(id) ?? noIds) {
      if (!(lent && (group === adminsId || group === queueAdminsId))) groups.push(group);
    }
    return groups;
  }

  identityOf({ id }: Principal, lent: boolean): Identity {
    return { id, groups: this.groupsOf(id, lent) };
  }

  /** What every member of the group has at least. */
  identityOfGroup(groupId: string): Identity | undefined {
    if (groupId === everyoneId) return { id: null, groups: [everyoneId] };
    return this.members.has(groupId) ? { id: null, groups: [everyoneId, groupId] } : undefined;
  }

  /** The groups that a principal could still be put into. */
  groupsOpenTo(id: string): Set<string> {
    const groups = new Set(this.members.keys());
    for (const group of [everyoneId, serviceAccountsId, ...this.namedIn(id)]) groups.delete(group);
    return groups;
  }

  put({ id, kind, active, canImpersonate }: Principal): void {
    if (id === "") throw new InvalidWorld("A user has an empty id.");
    this.principals.set(id, { id, kind, active, canImpersonate });
  }

  remove(id: string): boolean {
    return this.principals.delete(id);
  }

  putGroup(group: Group): void {
    if (group.id === "") throw new InvalidWorld("A group has an empty id.");
    this.removeGroup(group.id);
    this.members.set(group.id, new Set());
    for (const member of group.members) this.addMember(group.id, member);
  }

  removeGroup(id: string): boolean {
    for (const member of this.membersOf(id)) this.memberships.get(member)?.delete(id);
    return this.members.delete(id);
  }

  addMember(groupId: string, id: string): void {
    const members = this.members.get(groupId);
    if (members === undefined) throw new InvalidWorld(`There is no group "${groupId}".`);
    members.add(id);
    const groups = this.memberships.get(id);
    if (groups === undefined) this.memberships.set(id, new Set([groupId]));
    else groups.add(groupId);
  }

  removeMember(groupId: string, id: string): boolean {
    this.memberships.get(id)?.delete(groupId);
    return this.members.get(groupId)?.delete(id) ?? false;
  }
}

export function isOnBehalf(id: string, onBehalfOf: string | null | undefined): onBehalfOf is string {
  return onBehalfOf !== undefined && onBehalfOf !== null && onBehalfOf !== id;
}
