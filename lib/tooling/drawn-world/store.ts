import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { db, inTransaction } from "../../../db/client";
import { queues } from "../../../db/schema/queues";
import { builtInGroup, makeGroup } from "../../../db/testing/factories/group";
import { makeWorkspace } from "../../../db/testing/factories/workspace";
import { closeWorkspace } from "../../../db/testing/resources";
import { insertAccessRules } from "../../../db/writes/access-rules";
import { insertGroupMember } from "../../../db/writes/memberships";
import { type Draw, drawFrom, drawRule, drawWorld } from "../../core/access/testing/draw-world";
import type { Rule, World } from "../../core/access/types";
import type { UserId, WorkspaceId } from "../../core/identifiers";
import { insertObjects, storable } from "./objects";
import { type Cast, type DrawnCaller, makeCallers, remove } from "./people";

export type StoredWorld = {
  workspaceId: WorkspaceId;
  /** As the database holds it, with its ids. */
  world: World;
  callers: readonly DrawnCaller[];
  /** The id under which the database holds what has this name in the world. */
  idOf(name: string): string;
  idOfGroup(name: string): string;
  /** A text with the names of the world in the place of ids. */
  named(text: string): string;
};

export type DrawnStoredWorld = StoredWorld & {
  /** Goes on with the numbers that drew the world. */
  draw: Draw;
};

type Wanted = {
  cast: Cast;
  /** The service accounts; the cast and these are who the world may name. */
  accounts: readonly string[];
  /** The workspace’s own groups; without it, those that the world lists and that are not built in. */
  ownGroups?: readonly string[];
  /** Who made the objects; without it, the owner of the workspace. */
  authorId?: UserId;
  /** Runs while those who were removed are still there. */
  beforeRemovals: (callers: readonly DrawnCaller[]) => Promise<void>;
};

/** By their names in a world, of which one stands for the group of service accounts. */
const builtIns = new Map([
  ["users", "users"],
  ["admins", "admins"],
  ["queue_admins", "queue_admins"],
  ["gone", "service_accounts"],
] as const);
/** Without these, hardly anybody who is spoken for reaches anything. */
const moreRules = 10;

/**
 * A small drawn world as the database can hold it, with people and service accounts who were removed after they had
 * drawn credentials. `beforeRemovals` runs ahead of that.
 */
export async function storeDrawnWorld(
  seed: number,
  cast: Cast,
  beforeRemovals: Wanted["beforeRemovals"],
): Promise<DrawnStoredWorld> {
  const numbers = fc.array(fc.nat({ max: 9_999 }), { minLength: 900, maxLength: 900 });
  const draw = drawFrom(fc.sample(numbers, { seed, numRuns: 1 })[0] ?? []);
  const plain = drawWorld(draw);
  const more = Array.from({ length: moreRules }, (_, index) =>
    drawRule(`more ${index}`, plain.resources, draw),
  );
  const drawn = { ...plain, rules: [...plain.rules, ...more] };
  const wanted = { cast, accounts: ["bot", "robot"], ownGroups: ["toString", "team"], beforeRemovals };
  return { ...(await storeWorld(drawn, wanted)), draw };
}

/**
 * A world that is named by readable names, in a workspace of its own. What the database can't hold is left out:
 * categories of applications, and versions without a dataset; a parent that does not exist is none.
 */
export async function storeWorld(
  drawn: World,
  { cast, accounts, authorId, beforeRemovals, ...wanted }: Wanted,
): Promise<StoredWorld> {
  const { owner } = cast;
  const workspaceId = await makeWorkspace(owner);
  await closeWorkspace(workspaceId);
  const place = { account: owner, workspaceId };
  const idOf = (name: string) => createHash("md5").update(`${workspaceId} ${name}`).digest("hex");
  const isBuiltIn = (name: string) => builtIns.has(name as "users");
  const ownGroups = wanted.ownGroups ?? drawn.groups.flatMap(({ id }) => (isBuiltIn(id) ? [] : [id]));

  const callers = await makeCallers(place, cast, accounts, drawn.users);
  await beforeRemovals(callers);
  const stays = (caller: DrawnCaller) =>
    caller.name === owner.name || drawn.users.some(({ id, active }) => id === caller.name && active);
  for (const caller of callers) if (!stays(caller)) await remove(place, caller);
  const members = callers.filter(stays);
  const idsOf = (people: readonly string[]) =>
    members.flatMap(({ id, name }) => (people.includes(name) ? [id] : []));

  const membersOf = (group: string) => idsOf(drawn.groups.find(({ id }) => id === group)?.members ?? []);
  const groupIds = new Map<string, string>();
  for (const [name, kind] of builtIns) groupIds.set(name, await builtInGroup(workspaceId, kind));
  for (const name of ownGroups) {
    const people = membersOf(name).map((id) => ({ id }));
    groupIds.set(name, await makeGroup(place, name, people));
  }
  for (const name of ["admins", "queue_admins"]) {
    const groupId = groupIds.get(name) ?? "";
    for (const id of membersOf(name).filter((each) => name !== "admins" || each !== owner.id)) {
      await inTransaction((tx) => insertGroupMember(tx, workspaceId, groupId, id, new Date()));
    }
  }

  const resources = await insertObjects(workspaceId, authorId ?? owner.id, storable(drawn.resources), idOf);
  const rules = drawn.rules
    .map((rule) => ({
      ...rule,
      id: idOf(rule.id),
      target: rule.target === null ? null : idOf(rule.target),
      users: [...new Set(idsOf(rule.users))],
      groups: [...new Set(rule.groups)].filter((name) => groupIds.has(name)),
    }))
    .filter(({ users, groups }) => users.length + groups.length > 0);
  await storeRules(workspaceId, rules, groupIds);

  const groupNamed = (name: string) => builtIns.get(name as "users") ?? groupIds.get(name) ?? "";
  const [queue] = await db()
    .select({ id: queues.id })
    .from(queues)
    .where(and(eq(queues.workspaceId, workspaceId), eq(queues.name, "default")));
  const world: World = {
    users: members,
    groups: [
      ...ownGroups.map((name) => ({ id: groupNamed(name), members: membersOf(name) })),
      { id: "admins", members: [...new Set([owner.id, ...membersOf("admins")])] },
      { id: "queue_admins", members: membersOf("queue_admins") },
      {
        id: "service_accounts",
        members: members.flatMap(({ kind, id }) => (kind === "service" ? [id] : [])),
      },
    ],
    resources: [{ id: queue?.id ?? "", type: "queue", parent: null }, ...resources],
    rules: rules.map((rule) => ({ ...rule, groups: rule.groups.map(groupNamed) })),
  };
  const names = new Map([
    ...callers.map(({ id, name }) => [id as string, name] as const),
    ...[...drawn.resources, ...drawn.rules].map(({ id }) => [idOf(id), id] as const),
    ...ownGroups.map((name) => [groupNamed(name), name] as const),
  ]);
  const named = (text: string) => text.replaceAll(/[0-9a-f]{32}/g, (id) => names.get(id) ?? id);
  return { workspaceId, world, callers, idOf, idOfGroup: groupNamed, named };
}

function storeRules(
  workspaceId: WorkspaceId,
  rules: readonly Rule[],
  groupIds: ReadonlyMap<string, string>,
): Promise<void> {
  const at = { createdAt: new Date(), updatedAt: new Date() };
  const rows = rules.map(({ id, type, target, access, users, groups }) => {
    if (type === "dataset_version") throw new Error("No rule names versions of datasets.");
    const grantees = {
      userIds: users as UserId[],
      groupIds: groups.flatMap((name) => groupIds.get(name) ?? []),
    };
    return { id, type, targetId: target, access, ...at, ...grantees };
  });
  return inTransaction((tx) => insertAccessRules(tx, workspaceId, rows));
}
