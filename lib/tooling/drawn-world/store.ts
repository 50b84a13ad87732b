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
  /** Goes on with the numbers that drew the world. */
  draw: Draw;
  /** A text with drawn names in the place of ids. */
  named(text: string): string;
};

/** By the names that are drawn, of which one stands for the group of service accounts. */
const builtIns = new Map([
  ["users", "users"],
  ["admins", "admins"],
  ["queue_admins", "queue_admins"],
  ["gone", "service_accounts"],
] as const);
const ownGroups = ["toString", "team"];
/** Without these, hardly anybody who is spoken for reaches anything. */
const moreRules = 10;

/**
 * A small drawn world as the database can hold it, with people and service accounts who were removed after they had
 * drawn credentials. `beforeRemovals` runs ahead of that.
 */
export async function storeDrawnWorld(
  seed: number,
  cast: Cast,
  beforeRemovals: (callers: readonly DrawnCaller[]) => Promise<void>,
): Promise<StoredWorld> {
  const numbers = fc.array(fc.nat({ max: 9_999 }), { minLength: 900, maxLength: 900 });
  const draw = drawFrom(fc.sample(numbers, { seed, numRuns: 1 })[0] ?? []);
  const plain = drawWorld(draw);
  const more = Array.from({ length: moreRules }, (_, index) =>
    drawRule(`more ${index}`, plain.resources, draw),
  );
  const drawn = { ...plain, rules: [...plain.rules, ...more] };
  const { owner } = cast;
  const workspaceId = await makeWorkspace(owner);
  await closeWorkspace(workspaceId);
  const place = { account: owner, workspaceId };
  const idOf = (name: string) => createHash("md5").update(`${workspaceId} ${name}`).digest("hex");

  const callers = await makeCallers(place, cast, drawn.users);
  await beforeRemovals(callers);
  const stays = (caller: DrawnCaller) =>
    caller.name === "owner" || drawn.users.some(({ id, active }) => id === caller.name && active);
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
    for (const id of membersOf(name).filter((each) => each !== owner.id)) {
      await inTransaction((tx) => insertGroupMember(tx, workspaceId, groupId, id, new Date()));
    }
  }

  const resources = await insertObjects(workspaceId, owner.id, storable(drawn.resources), idOf);
  const rules = drawn.rules
    .map((rule) => ({
      ...rule,
      id: idOf(rule.id),
      target: rule.target === null ? null : idOf(rule.target),
      users: idsOf(rule.users),
      groups: [...new Set(rule.groups)],
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
      { id: "admins", members: [owner.id, ...membersOf("admins")] },
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
  return { workspaceId, world, callers, draw, named };
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
