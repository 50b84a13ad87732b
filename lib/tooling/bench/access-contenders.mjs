import { createRequire } from "node:module";
import path from "node:path";

const placedTypes = ["project", "task", "model", "dataview", "dataset"];
const allTypes = [...placedTypes, "queue", "app_category"];

/** Where the peers are installed; they are no dependencies of the project. */
function requireFrom(peers) {
  return createRequire(path.join(peers, "package.json"));
}

/** What every peer needs: who is in which group, what lies over what, which rules concern whom. */
function prepare(world) {
  const objects = new Map(world.resources.map((object) => [object.id, object]));
  const groupsOf = new Map(world.users.map(({ id }) => [id, ["users"]]));
  for (const { id, members } of world.groups) for (const member of members) groupsOf.get(member).push(id);
  const active = new Set(world.users.filter((user) => user.active).map(({ id }) => id));
  const about = new Map();
  for (const rule of world.rules) {
    for (const name of [...rule.users.map((id) => `u ${id}`), ...rule.groups.map((id) => `g ${id}`)]) {
      if (!about.has(name)) about.set(name, []);
      about.get(name).push(rule);
    }
  }
  const rulesFor = (user) => [
    ...new Set(
      [`u ${user}`, ...groupsOf.get(user).map((id) => `g ${id}`)].flatMap((name) => about.get(name) ?? []),
    ),
  ];
  const pathOf = (object) => {
    const members = [];
    for (let at = object; at !== undefined; at = objects.get(at.parent)) members.push(at);
    return members;
  };
  const listing = (check) => (user, action, type) =>
    world.resources
      .filter((object) => object.type === type && check(user, action, object.id))
      .map(({ id }) => id);
  return { objects, groupsOf, active, rulesFor, pathOf, listing };
}

/** No engine: what it costs to look up the two ids alone. */
function loadFloor(world) {
  const users = new Map(world.users.map(({ id }, index) => [id, index]));
  const objects = new Map(world.resources.map(({ id }, index) => [id, index]));
  return { check: (user, _, id) => objects.get(id) !== undefined && users.get(user) !== undefined };
}

/** One ability for each user, made when first asked about; objects carry the ids over them. */
function loadCasl(world, peers) {
  const { createMongoAbility } = requireFrom(peers)("@casl/ability");
  const { groupsOf, active, rulesFor, pathOf, listing } = prepare(world);
  const subjects = new Map(
    world.resources.map((object) => [
      object.id,
      {
        type: object.type,
        over: pathOf(object).map(({ id }) => id),
        placed: pathOf(object).some(({ type }) => type === "project"),
      },
    ]),
  );
  const abilities = new Map();
  const abilityOf = (user) => {
    const known = abilities.get(user);
    if (known) return known;
    const groups = groupsOf.get(user);
    const raw = groups.includes("admins") ? [{ action: "manage", subject: "all" }] : [];
    if (groups.includes("queue_admins")) raw.push({ action: "read", subject: "queue" });
    const targets = new Map();
    for (const { type, target, access } of rulesFor(user)) {
      const action = access === "modify" ? ["read", "modify"] : ["read"];
      const subject = type === "project" ? placedTypes : [type];
      if (target === null)
        raw.push({ action, subject, ...(type === "project" && { conditions: { placed: true } }) });
      else {
        const key = `${access} ${type}`;
        if (!targets.has(key)) targets.set(key, { action, subject, ids: [] });
        targets.get(key).ids.push(target);
      }
    }
    for (const { action, subject, ids } of targets.values()) {
      raw.push({ action, subject, conditions: { over: { $in: ids } } });
    }
    const ability = createMongoAbility(raw, { detectSubjectType: (object) => object.type });
    abilities.set(user, ability);
    return ability;
  };
  const check = (user, action, id) => {
    const subject = subjects.get(id);
    return subject !== undefined && active.has(user) && abilityOf(user).can(action, subject);
  };
  return { check, list: listing(check) };
}

/** One enforcer for each user with the policies that concern it, as casbin advises for many policies. */
async function loadCasbin(world, peers, users) {
  const { newEnforcer, newModelFromString } = requireFrom(peers)("casbin");
  const { objects, groupsOf, active, rulesFor, pathOf, listing } = prepare(world);
  const model = `[request_definition]
r = obj, act
[policy_definition]
p = obj, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = (p.act == "modify" || r.act == p.act) && over(r.obj, p.obj)`;
  const over = (id, named) =>
    pathOf(objects.get(id)).some((member) => named === member.id || named === `all ${member.type}`);
  const enforcers = new Map();
  for (const user of users) {
    const groups = groupsOf.get(user);
    const policies = rulesFor(user).map(({ type, target, access }) => [target ?? `all ${type}`, access]);
    if (groups.includes("admins")) policies.push(...allTypes.map((type) => [`all ${type}`, "modify"]));
    if (groups.includes("queue_admins")) policies.push(["all queue", "read"]);
    const adapter = {
      loadPolicy: async (loaded) =>
        void loaded.model
          .get("p")
          .get("p")
          .policy.push(...policies),
    };
    const enforcer = await newEnforcer(newModelFromString(model), adapter);
    await enforcer.addFunction("over", over);
    enforcers.set(user, enforcer);
  }
  const check = (user, action, id) =>
    objects.has(id) && active.has(user) && enforcers.get(user).enforceSync(id, action);
  return { check, list: listing(check) };
}

/** One set of policies for each user, parsed beforehand; the entities of the question go along with it. */
function loadCedar(world, peers, users) {
  const cedar = requireFrom(peers)("@cedar-policy/cedar-wasm/nodejs");
  const { groupsOf, active, objects, rulesFor, pathOf, listing } = prepare(world);
  const uid = (type, id) => ({ type, id });
  const entity = (id, parents) => ({ uid: uid("Object", id), attrs: {}, parents });
  for (const user of users) {
    const groups = groupsOf.get(user);
    const permits = rulesFor(user).map(({ type, target, access }) => [target ?? `all ${type}`, access]);
    if (groups.includes("admins")) permits.push(...allTypes.map((type) => [`all ${type}`, "modify"]));
    if (groups.includes("queue_admins")) permits.push(["all queue", "read"]);
    const policies = permits.map(([named, access], index) => {
      const actions = access === "modify" ? '[Action::"read", Action::"modify"]' : '[Action::"read"]';
      const text = `permit(principal, action in ${actions}, resource in Object::${JSON.stringify(named)});`;
      return [`policy${index}`, text];
    });
    cedar.preparsePolicySet(user, { staticPolicies: Object.fromEntries(policies) });
  }
  const check = (user, action, id) => {
    if (!objects.has(id) || !active.has(user)) return false;
    const entities = pathOf(objects.get(id)).map((member) =>
      entity(member.id, [
        uid("Object", `all ${member.type}`),
        ...(objects.has(member.parent) ? [uid("Object", member.parent)] : []),
      ]),
    );
    const answer = cedar.statefulIsAuthorized({
      principal: uid("User", user),
      action: uid("Action", action),
      resource: uid("Object", id),
      context: {},
      preparsedPolicySetId: user,
      entities,
    });
    return answer.response?.decision === "allow";
  };
  return { check, list: listing(check) };
}

/** By name: the package that must be there, and how to load a world. The last argument names who will be asked about. */
export const contenders = {
  steward: { load: async (world, { engine }) => (await import(engine)).load(world) },
  floor: { load: (world) => loadFloor(world) },
  definition: { load: async (world, { engine }) => (await import(engine)).define(world) },
  CASL: { package: "@casl/ability", load: (world, { peers }) => loadCasl(world, peers) },
  casbin: { package: "casbin", load: (world, { peers }, users) => loadCasbin(world, peers, users) },
  Cedar: {
    package: "@cedar-policy/cedar-wasm",
    load: (world, { peers }, users) => loadCedar(world, peers, users),
  },
};

export function isInstalled(name, peers) {
  const wanted = contenders[name].package;
  if (wanted === undefined) return true;
  try {
    requireFrom(peers).resolve(wanted === "@cedar-policy/cedar-wasm" ? `${wanted}/nodejs` : wanted);
    return true;
  } catch {
    return false;
  }
}
