/** Whole numbers below a bound, the same for the same seed. */
function numbersFrom(seed) {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

/**
 * A workspace of an organisation: departments with nested projects, teams that read their department's projects and
 * edit some of them, people with grants of their own, and a few rules for everyone.
 */
export function makeWorld({ people, teams, projects, objects, rules, seed = 20260701 }) {
  const below = numbersFrom(seed);
  const users = Array.from({ length: people }, (_, index) => {
    const service = index % 50 === 0;
    return {
      id: `${service ? "account" : "person"}-${index}`,
      kind: service ? "service" : "user",
      active: index % 40 !== 39,
      canImpersonate: service && index % 100 === 0,
    };
  });
  const anyone = () => users[below(people)].id;
  const someone = (count) => [...new Set(Array.from({ length: count }, anyone))];
  const groups = [
    { id: "users", members: [] },
    { id: "admins", members: someone(5) },
    { id: "queue_admins", members: someone(5) },
    ...Array.from({ length: teams }, (_, index) => ({
      id: `team-${index}`,
      members: someone(3 + below(40)),
    })),
  ];

  const resources = [];
  const levels = [];
  for (let index = 0; index < projects; index += 1) {
    let over = index < 60 ? -1 : below(index);
    if (over >= 0 && levels[over] >= 8) over = -1;
    levels.push(over < 0 ? 0 : levels[over] + 1);
    resources.push({
      id: `project-${index}`,
      type: "project",
      parent: over < 0 ? null : `project-${over}`,
    });
  }
  const kinds = ["task", "task", "task", "task", "task", "task", "model", "model", "dataset", "dataview"];
  for (let index = 0; index < objects; index += 1) {
    const type = kinds[below(kinds.length)];
    const parent = below(40) === 0 ? null : `project-${below(projects)}`;
    resources.push({ id: `${type}-${index}`, type, parent });
  }
  for (let index = 0; index < 40; index += 1) {
    resources.push({ id: `queue-${index}`, type: "queue", parent: null });
  }

  const grants = [
    ["queue", null, "modify", [], ["users"]],
    ["model", null, "read", [], ["team-0"]],
    ["project", null, "read", [anyone()], []],
  ];
  while (grants.length < rules) {
    const object = below(3) === 0 ? resources[below(resources.length)] : resources[below(projects)];
    const named = below(2) === 0 ? [someone(1 + below(3)), []] : [[], [`team-${below(teams)}`]];
    grants.push([object.type, object.id, below(3) === 0 ? "modify" : "read", ...named]);
  }
  return {
    users,
    groups,
    resources,
    rules: grants.map(([type, target, access, byUser, byGroup], index) => ({
      id: `rule-${index}`,
      type,
      target,
      access,
      users: byUser,
      groups: byGroup,
    })),
  };
}

/** Questions by anybody about anything; every second one about something that a rule near the asker names. */
export function makeQuestions(world, count, seed) {
  const below = numbersFrom(seed);
  const members = new Map(world.groups.map((group) => [group.id, group.members]));
  const inside = groupByParent(world.resources);
  const questions = [];
  while (questions.length < count) {
    const action = below(4) === 0 ? "modify" : "read";
    if (questions.length % 2 === 0) {
      const user = world.users[below(world.users.length)].id;
      questions.push({ user, action, resource: world.resources[below(world.resources.length)].id });
      continue;
    }
    const rule = world.rules[below(world.rules.length)];
    const named = [...rule.users, ...rule.groups.flatMap((group) => members.get(group))];
    if (rule.target === null || named.length === 0) continue;
    let resource = rule.target;
    for (let contents = inside.get(resource); contents && below(5) > 0; contents = inside.get(resource)) {
      resource = contents[below(contents.length)].id;
    }
    questions.push({ user: named[below(named.length)], action, resource });
  }
  // Ids as a request brings them: equal to the world's, but not the same strings in memory.
  return JSON.parse(JSON.stringify(questions));
}

function groupByParent(resources) {
  const groups = new Map();
  for (const object of resources) {
    const group = groups.get(object.parent);
    if (group) group.push(object);
    else groups.set(object.parent, [object]);
  }
  return groups;
}
