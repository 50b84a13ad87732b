import { findReasons, type Reason, reasonText } from "./explain";
import { Forest, type ObjectNode } from "./forest";
import {
  appCategoryCode,
  datasetVersionCode,
  findTypeCode,
  mayHold,
  type ObjectType,
  projectCode,
  queueCode,
  type TypeCode,
  typeName,
} from "./object-types";
import { Overview } from "./overview";
import { adminsId, type Identity, isOnBehalf, nobody, People, queueAdminsId } from "./people";
import { reaches } from "./reach";
import { indexed, RuleBook } from "./rule-book";
import { type ListScope, nothingInScope, scopeOf, visibleScopeOf } from "./scope";
import { Standings } from "./standings";
import { findSuggestions, type Suggestion } from "./suggest";
import {
  type Group,
  InvalidWorld,
  isAction,
  type Principal,
  type Resource,
  type Rule,
  type World,
} from "./types";
import { listWho } from "./who";
import { type Grant, listGrants } from "./who-can";

/** Reads a world into an engine; throws InvalidWorld when the world contradicts itself. The world is not kept. */
export function load(world: World): AccessEngine {
  return new AccessEngine(
    new People(world.users, world.groups),
    new RuleBook(world.rules),
    new Forest(world.resources),
  );
}

/**
 * Answers who may do what in one workspace. Unknown ids, actions and types are answered with no.
 * After each put, add, move or remove it answers as an engine freshly loaded from the edited world would;
 * an edit that would make the world contradict itself throws InvalidWorld and changes nothing.
 */
export class AccessEngine {
  private readonly standings: Standings;

  constructor(
    readonly people: People,
    readonly rules: RuleBook,
    readonly forest: Forest,
  ) {
    this.standings = new Standings(people, rules, forest);
  }

  /** How many there are. */
  get objects(): number {
    return this.forest.size;
  }

  check(principalId: string, action: string, objectId: string, onBehalfOf?: string | null): boolean {
    const object = this.forest.indexOf(objectId);
    if (object === undefined) return false;
    const row = this.standings.find(principalId, onBehalfOf);
    switch (action) {
      case "read":
      case "modify":
      case "manage":
      case "grant":
        return reaches(this.standings.cells, this.standings.placeOf(row, action), object, this.forest);
      case "visible":
        return this.isVisible(row, object);
      default:
        return false;
    }
  }

  /** Undefined for an unknown object. */
  typeOf(objectId: string): ObjectType | undefined {
    const object = this.forest.find(objectId);
    return object && typeName(object.type);
  }

  /** The object, what it lives in, and so on up to the top. */
  chainOf(objectId: string): string[] {
    const ids: string[] = [];
    for (let at = this.forest.find(objectId) ?? null; at !== null; at = at.parent) ids.push(at.id);
    return ids;
  }

  /** The ids of the objects of the type on which check says yes, each once, in no particular order. */
  list(principalId: string, action: string, type: string, onBehalfOf?: string | null): string[] {
    const code = findTypeCode(type);
    if (code === undefined || !isAction(action)) return [];
    const row = this.standings.find(principalId, onBehalfOf);
    const reach = this.standings.reachOf(row, action === "visible" ? "read" : action);
    const nodes =
      action === "visible" && code === projectCode ? reach.listVisibleProjects() : reach.list(code);
    return nodes.map((node) => node.id);
  }

  /** The same as `list` for a query: what holds for exactly the objects that `list` gives. */
  scope(principalId: string, action: string, type: string, onBehalfOf?: string | null): ListScope {
    const code = findTypeCode(type);
    if (code === undefined || !isAction(action)) return nothingInScope;
    const row = this.standings.find(principalId, onBehalfOf);
    const reach = this.standings.reachOf(row, action === "visible" ? "read" : action);
    return action === "visible" && code === projectCode
      ? visibleScopeOf(reach)
      : scopeOf(reach, code, this.forest);
  }

  /** The project that the object is or lives in. */
  projectOf(objectId: string): string | undefined {
    for (let at = this.forest.find(objectId) ?? null; at !== null; at = at.parent) {
      if (at.type === projectCode) return at.id;
    }
    return undefined;
  }

  /** The active principals who may do it as themselves, each once, in no particular order. */
  who(action: string, objectId: string): string[] {
    const object = this.forest.find(objectId);
    if (object === undefined || !isAction(action)) return [];
    return listWho(action, object, this.people, this.rules, this.forest);
  }

  /** The active principals who may do anything with the object as themselves, with the most that they may do. */
  grants(objectId: string): Map<string, Grant> {
    const object = this.forest.find(objectId);
    return object === undefined ? new Map() : listGrants(object, this.people, this.rules, this.forest);
  }

  create(principalId: string, type: string, parentId: string | null, onBehalfOf?: string | null): boolean {
    const code = findTypeCode(type);
    if (code === undefined) return false;
    const row = this.standings.find(principalId, onBehalfOf);
    if (parentId === null) return this.mayCreateOutside(row, code);
    const parent = this.forest.find(parentId);
    return parent !== undefined && mayHold(parent.type, code) && this.mayModify(row, parent);
  }

  move(
    principalId: string,
    objectId: string,
    newParentId: string | null,
    onBehalfOf?: string | null,
  ): boolean {
    const object = this.forest.find(objectId);
    if (object === undefined || !mayHold(projectCode, object.type)) return false;
    if (!this.mayModify(this.standings.find(principalId, onBehalfOf), object)) return false;
    if (!this.create(principalId, typeName(object.type), newParentId, onBehalfOf)) return false;
    const parent = newParentId === null ? undefined : this.forest.find(newParentId);
    return parent === undefined || !this.forest.isAtOrBelow(parent, object);
  }

  /** Every reason as `rule:ID@OBJECT` or `builtin:GROUP`, sorted; empty exactly when check says no. */
  explain(principalId: string, action: string, objectId: string, onBehalfOf?: string | null): string[] {
    return this.reasons(principalId, action, objectId, onBehalfOf).map(reasonText).sort();
  }

  reasons(principalId: string, action: string, objectId: string, onBehalfOf?: string | null): Reason[] {
    const object = this.forest.find(objectId);
    if (object === undefined || !isAction(action)) return [];
    const lent = isOnBehalf(principalId, onBehalfOf);
    if (lent && !this.people.mayActForOthers(principalId)) return [];
    const principal = this.people.find(lent ? onBehalfOf : principalId);
    if (!principal?.active) return [];
    return findReasons(this.people.identityOf(principal, lent), action, object, this.rules, this.forest);
  }

  /**
   * Single changes, each of which would give a principal or the members of a group what it may not do; none where it may
   * do it, and none for nobody.
   */
  suggest(subjectId: string, action: string, objectId: string, onBehalfOf?: string | null): Suggestion[] {
    const object = this.forest.find(objectId);
    const identity = this.identityOf(subjectId, onBehalfOf);
    if (object === undefined || !identity || identity === nobody || !isAction(action)) return [];
    if (findReasons(identity, action, object, this.rules, this.forest).length > 0) return [];
    const open = identity.id === null ? new Set<string>() : this.people.groupsOpenTo(identity.id);
    if (identity.id !== subjectId) for (const group of [adminsId, queueAdminsId]) open.delete(group);
    return findSuggestions(identity, open, action, object, this.rules, this.forest);
  }

  /**
   * What a principal, or each member of a group by it alone, reaches of every type. Undefined for an unknown id. To be
   * asked at once: it holds until the next change.
   */
  overview(subjectId: string, onBehalfOf?: string | null): Overview | undefined {
    const identity = this.identityOf(subjectId, onBehalfOf);
    return identity && new Overview(identity, this.rules, this.forest);
  }

  /** Undefined for who is neither a principal nor a group. */
  private identityOf(subjectId: string, onBehalfOf: string | null | undefined): Identity | undefined {
    const subject = this.people.find(subjectId);
    if (subject === undefined) return this.people.identityOfGroup(subjectId);
    const lent = isOnBehalf(subjectId, onBehalfOf);
    if (lent && !this.people.mayActForOthers(subjectId)) return nobody;
    const principal = lent ? this.people.find(onBehalfOf) : subject;
    return principal?.active ? this.people.identityOf(principal, lent) : nobody;
  }

  putUser(user: Principal): void {
    this.people.put(user);
    this.standings.forgetEach([user.id]);
  }

  removeUser(id: string): boolean {
    this.standings.forgetEach([id]);
    return this.people.remove(id);
  }

  putGroup(group: Group): void {
    const before = this.people.membersOf(group.id);
    this.people.putGroup(group);
    for (const members of [before, this.people.membersOf(group.id)]) this.standings.forgetEach(members);
  }

  removeGroup(id: string): boolean {
    this.standings.forgetEach(this.people.membersOf(id));
    return this.people.removeGroup(id);
  }

  addMember(groupId: string, userId: string): void {
    this.people.addMember(groupId, userId);
    this.standings.forgetEach([userId]);
  }

  removeMember(groupId: string, userId: string): boolean {
    this.standings.forgetEach([userId]);
    return this.people.removeMember(groupId, userId);
  }

  putRule(rule: Rule): void {
    const added = indexed(rule);
    this.removeRule(rule.id);
    this.rules.add(added);
    this.standings.forgetNamed(added);
  }

  removeRule(id: string): boolean {
    const rule = this.rules.find(id);
    if (rule === undefined) return false;
    this.rules.remove(rule);
    this.standings.forgetNamed(rule);
    return true;
  }

  putObject(resource: Resource): void {
    if (this.forest.put(resource)) this.forgetAround(resource.id);
  }

  moveObject(id: string, parent: string | null): void {
    const object = this.forest.find(id);
    if (object === undefined) throw new InvalidWorld(`There is no object "${id}".`);
    this.putObject({ id, type: typeName(object.type), parent });
  }

  removeObject(id: string): boolean {
    const removed = this.forest.remove(id);
    if (removed) this.forgetAround(id);
    return removed;
  }

  private mayModify(row: number, object: ObjectNode): boolean {
    return reaches(this.standings.cells, this.standings.placeOf(row, "modify"), object.index, this.forest);
  }

  private isVisible(row: number, object: number): boolean {
    if (reaches(this.standings.cells, this.standings.placeOf(row, "read"), object, this.forest)) return true;
    const node = this.forest.at(object);
    return node.type === projectCode && this.standings.reachOf(row, "read").reachesBelow(node);
  }

  private mayCreateOutside(row: number, type: TypeCode): boolean {
    if (type === datasetVersionCode) return false;
    const action = type === queueCode ? "manage" : type === appCategoryCode ? "grant" : "modify";
    return this.standings.reachOf(row, action).holdsWhole(type);
  }

  /** Positions that were handed out no longer hold when projects change; else only rules about the object matter. */
  private forgetAround(objectId: string): void {
    if (!this.forest.isNumbered) this.standings.forgetAll();
    for (const rule of this.rules.about(objectId)) this.standings.forgetNamed(rule);
  }
}
