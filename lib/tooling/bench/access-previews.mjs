/** Each kind of change that is previewed, at its largest in the made-up workspace. */
export function makePreviews(world) {
  const inside = new Map();
  const parents = new Map(world.resources.map(({ id, parent }) => [id, parent]));
  for (const { id, parent } of world.resources) {
    if (parent) inside.set(parent, [...(inside.get(parent) ?? []), id]);
  }
  const sizeOf = (id) => (inside.get(id) ?? []).reduce((sum, each) => sum + sizeOf(each), 1);
  const tops = world.resources
    .filter(({ type, parent }) => type === "project" && parent === null)
    .map(({ id }) => ({ id, size: sizeOf(id) }))
    .sort((one, other) => other.size - one.size);
  const [largest] = tops;
  const isIn = (id) => id !== null && (id === largest.id || isIn(parents.get(id)));
  const place = mostCounted(
    world.rules.filter(({ type, target }) => type === "project" && target && !isIn(target)),
    ({ target, users, groups }) => Array(users.length + 20 * groups.length).fill(target),
  );
  const team = world.groups.filter(({ id }) => id.startsWith("team-")).sort(byMembers)[0];
  const task = world.resources.find(({ type, parent }) => type === "task" && parent !== null);
  const newRule = {
    id: "new",
    type: "project",
    target: null,
    access: "modify",
    users: [],
    groups: ["users"],
  };
  const some = world.users.slice(1_000, 2_000).map(({ id }) => id);
  const busy = mostCounted(world.rules, ({ users }) => users);
  const guards = Array.from({ length: 50 }, (_, index) => ({
    principal: { kind: "group", id: index % 5 === 0 ? "users" : `team-${index}` },
    allows: false,
    access: "modify",
    targetId: tops[index % tops.length].id,
  }));
  const moved = (objectId, parentId) => ({ kind: "object_moved", objectId, parentId, intoNew: false });
  const changes = {
    "a rule for everyone on all projects": { kind: "rule_put", rule: newRule },
    "a rule for everyone on all datasets": { kind: "rule_put", rule: { ...newRule, type: "dataset" } },
    "a rule for everyone on the largest project": {
      kind: "rule_put",
      rule: { ...newRule, target: largest.id },
    },
    "a rule for everyone that is deleted": { kind: "rule_removed", id: world.rules[0].id },
    "1,000 new members of a team": { kind: "members_added", groupId: team.id, userIds: some },
    "1,000 new admins": { kind: "members_added", groupId: "admins", userIds: some },
    "a member taken out of a team": { kind: "member_removed", groupId: team.id, userId: team.members[0] },
    "a team that is deleted": { kind: "group_removed", id: team.id },
    "a member or service account that is removed": { kind: "principal_removed", id: busy },
    [`a project with ${largest.size.toLocaleString("en-US")} objects that is moved`]: moved(
      largest.id,
      place,
    ),
    "a task that is moved": moved(task.id, largest.id),
  };
  return Object.entries(changes).flatMap(([what, change]) =>
    what.includes("on all projects") || what.includes("objects that is")
      ? [
          { what, change, guards: [] },
          { what, change, guards },
        ]
      : [{ what, change, guards: [] }],
  );
}

function byMembers(one, other) {
  return other.members.length - one.members.length;
}

/** What comes up in most of the items, or most often in one of them. */
function mostCounted(items, keysOf) {
  const counts = new Map();
  for (const key of items.flatMap(keysOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0][0];
}
