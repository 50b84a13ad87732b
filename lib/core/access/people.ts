import { type Group, InvalidWorld, type Principal } from "./types";

export const EVERYONE = "users";
export const ADMINS = "admins";
export const QUEUE_ADMINS = "queue_admins";

export interface Person extends Principal {
  /** Where Standings keeps what the person reaches, as itself and lent to a service account; -1 when it does not. */
  own: number;
  lent: number;
}

const NOBODY: ReadonlySet<string> = new Set();

/** The principals and the groups, each of which may name the other before it exists. */
export class People {
  private readonly persons = new Map<string, Person>();
  private readonly members = new Map<string, Set<string>>();
  private readonly memberships = new Map<string, Set<string>>();

  constructor(principals: readonly Principal[], groups: readonly Group[]) {
    for (const principal of principals) {
      if (this.persons.has(principal.id)) throw new InvalidWorld(`Two users have the id "${principal.id}".`);
      this.put(principal);
    }
    for (const group of groups) {
      if (this.members.has(group.id)) throw new InvalidWorld(`Two groups have the id "${group.id}".`);
      this.putGroup(group);
    }
  }

  find(id: string): Person | undefined {
    return this.persons.get(id);
  }

  all(): Iterable<Person> {
    return this.persons.values();
  }

  /** Who is asking: the principal itself, or the owner a service account may act for, or nobody. */
  findActing(id: string, onBehalfOf: string | null | undefined): Person | undefined {
    const asking = this.persons.get(id);
    if (!isOnBehalf(id, onBehalfOf)) return asking;
    const may = asking?.active && asking.kind === "service" && asking.canImpersonate;
    return may ? this.persons.get(onBehalfOf) : undefined;
  }

  membersOf(groupId: string): ReadonlySet<string> {
    return this.members.get(groupId) ?? NOBODY;
  }

  /** The groups that count for a principal; a lent identity is without the powerful two. */
  groupsOf(id: string, lent: boolean): string[] {
    const groups = [EVERYONE];
    for (const group of this.memberships.get(id) ?? NOBODY) {
      if (!(lent && (group === ADMINS || group === QUEUE_ADMINS))) groups.push(group);
    }
    return groups;
  }

  put({ id, kind, active, canImpersonate }: Principal): void {
    if (id === "") throw new InvalidWorld("A user has an empty id.");
    this.persons.set(id, { id, kind, active, canImpersonate, own: -1, lent: -1 });
  }

  remove(id: string): boolean {
    return this.persons.delete(id);
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
    // Everyone is in it already, so its list must not count twice.
    if (groupId === EVERYONE) return;
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
