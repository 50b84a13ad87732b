import { isDeepStrictEqual } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { findAccessVersion } from "@/db/reads/access-world";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { define } from "@/lib/core/access/testing/definition";
import { pick } from "@/lib/core/access/testing/draw-world";
import { type Action, everyAction, type Resource, type World } from "@/lib/core/access/types";
import { type BrowsedKind, browseQuery } from "@/lib/core/resources/browse";
import { engineStore } from "@/lib/operations/access/engine-store";
import { findShownModel } from "@/lib/operations/resources/browse/models";
import { browse } from "@/lib/operations/resources/browse/projects";
import { findShownQueue, listQueuePage } from "@/lib/operations/resources/browse/queues";
import { findShownTask } from "@/lib/operations/resources/browse/tasks";
import { newId } from "@/lib/server/crypto";
import { type Cast, type DrawnCaller, makeCast } from "@/lib/tooling/drawn-world/people";
import { type DrawnStoredWorld, storeDrawnWorld } from "@/lib/tooling/drawn-world/store";
import { openTestServer, type Received } from "@/lib/tooling/test-server";
import { callsOf } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call } = callsOf(server);

const seeds = Array.from({ length: 20 }, (_, index) => 4_201 + index);
const questionsInEach = 25;

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

const wireTypes = ["project", "task", "model", "queue"] as const;
type WireType = (typeof wireTypes)[number];
type NamedCall = (id: string) => [name: string, body: object];

const pageKinds: Record<string, BrowsedKind> = {
  task: "tasks",
  model: "models",
  dataset: "datasets",
  dataview: "dataviews",
};

/** Calls that read one object beside `get_by_id`: whoever may gets 200. */
const otherReads: Record<WireType, NamedCall[]> = {
  project: [(id) => ["projects.validate_delete", { project: id }]],
  task: [
    (id) => ["events.get_task_log", { task: id }],
    (id) => ["events.scalar_metrics_iter_histogram", { task: id }],
    (id) => ["tasks.get_hyper_params", { tasks: [id] }],
    (id) => ["tasks.get_configurations", { tasks: [id] }],
  ],
  model: [(id) => ["models.get_by_id", { model: id, only_fields: ["uri"] }]],
  queue: [(id) => ["queues.get_num_entries", { queue: id }], (id) => ["queues.peek_task", { queue: id }]],
};

/** Calls that change one, and leave who may do what as it is. */
const writes: Record<WireType, NamedCall[]> = {
  project: [(id) => ["projects.update", { project: id, description: "Changed" }]],
  task: [
    (id) => ["tasks.edit", { task: id, comment: "Changed" }],
    (id) => ["tasks.set_requirements", { task: id, requirements: { pip: "numpy" } }],
    (id) => [
      "tasks.edit_hyper_params",
      { task: id, hyperparams: [{ section: "Args", name: "a", value: "1" }] },
    ],
    (id) => ["tasks.ping", { task: id }],
  ],
  model: [
    (id) => ["models.edit", { model: id, comment: "Changed" }],
    (id) => ["models.add_or_update_metadata", { model: id, metadata: [{ key: "a", value: "1" }] }],
  ],
  queue: [(id) => ["queues.get_next_task", { queue: id }], (id) => ["queues.clear_queue", { queue: id }]],
};

type Send = (name: string, body?: object) => Promise<Received>;

/** Somebody who asks, perhaps with a session or a header by which a service account speaks for another. */
type Asker = { caller: DrawnCaller; onBehalfOf: DrawnCaller | undefined; send: Send };

/** The sessions that agents draw to run tasks in their owners’ names, by account and owner. */
async function drawTokens(callers: readonly DrawnCaller[]): Promise<Map<string, string>> {
  const tokens = new Map<string, string>();
  for (const { id, key } of callers.filter(({ kind }) => kind === "service")) {
    for (const owner of callers.filter(({ kind }) => kind === "user")) {
      const answer = await call(key, "auth.login", { headers: { "x-clearml-impersonate-as": owner.id } });
      if (answer.status === 200) tokens.set(`${id} for ${owner.id}`, JSON.parse(answer.text).data.token);
    }
  }
  return tokens;
}

/** Without a session of the owner’s, the header alone asks for their rights. */
function drawAsker({ callers, draw }: DrawnStoredWorld, tokens: ReadonlyMap<string, string>): Asker {
  const accounts = callers.filter(({ kind }) => kind === "service");
  const caller = pick(draw(3) === 0 ? accounts : callers, draw);
  const others = callers.filter(({ kind, id }) => kind === "user" && id !== caller.id);
  const served = others.filter(({ id }) => tokens.has(`${caller.id} for ${id}`));
  const speaksForAnother = caller.kind === "service" ? draw(6) > 0 : draw(16) === 0;
  const among = served.length > 0 ? served : others;
  const onBehalfOf = speaksForAnother ? pick(among, draw) : undefined;
  const token = onBehalfOf && tokens.get(`${caller.id} for ${onBehalfOf.id}`);
  const byHeader = onBehalfOf ? { headers: { "x-clearml-impersonate-as": onBehalfOf.id } } : {};
  const sending = token ? { bearer: token } : byHeader;
  return { caller, onBehalfOf, send: (name, body = {}) => call(caller.key, name, { body, ...sending }) };
}

/** Every type as often as the others, and every other time what the asker may read of it, if anything. */
function drawObject({ world, draw }: DrawnStoredWorld, { caller, onBehalfOf }: Asker): Resource {
  const type = pick([...new Set(world.resources.map((object) => object.type))], draw);
  const ofType = world.resources.filter((object) => object.type === type);
  const readable = define(world).list(caller.id, "read", type, onBehalfOf?.id);
  const reached = ofType.filter(({ id }) => readable.includes(id));
  return pick(draw(2) === 0 && reached.length > 0 ? reached : ofType, draw);
}

type Question = { stored: DrawnStoredWorld; asker: Asker; object: Resource };
/** What the definition says and what a surface answered. */
type Answer = [surface: string, defined: unknown, answered: unknown];

const idsOf = (rows: readonly { id: string }[] = []) => rows.map(({ id }) => id).sort();

function definitionFor({ stored: { world }, asker: { caller, onBehalfOf }, object }: Question) {
  const { check, list } = define(world);
  return {
    may: (action: Action) => check(caller.id, action, object.id, onBehalfOf?.id),
    listOf: (action: Action, type: string) => list(caller.id, action, type, onBehalfOf?.id).sort(),
  };
}

async function askEngine(question: Question): Promise<Answer[]> {
  const { stored, asker, object } = question;
  const { may, listOf } = definitionFor(question);
  const version = await findAccessVersion(stored.workspaceId, db());
  const engine = await engineStore().find(stored.workspaceId, version);
  const [who, owner] = [asker.caller.id, asker.onBehalfOf?.id];
  const checks = everyAction.map(
    (action): Answer => [`engine ${action}`, may(action), engine.check(who, action, object.id, owner)],
  );
  const list = engine.list(who, "read", object.type, owner).sort();
  return [...checks, ["engine list", listOf("read", object.type), list]];
}

const isOnWire = (type: string): type is WireType => (wireTypes as readonly string[]).includes(type);

async function askWire(question: Question): Promise<Answer[]> {
  const { stored, asker, object } = question;
  const { id, type } = object;
  if (!isOnWire(type)) return [];
  const { may, listOf } = definitionFor(question);
  const answers: Answer[] = [];
  const ask = async (action: Action, name: string, body: object) => {
    answers.push([name, may(action), (await asker.send(name, body)).status === 200]);
  };
  await ask("read", `${type}s.get_by_id`, { [type]: id });
  await ask("read", ...pick(otherReads[type], stored.draw)(id));
  await ask("modify", ...pick(writes[type], stored.draw)(id));
  if (type === "queue") await ask("manage", "queues.update", { queue: id, name: `Queue ${newId()}` });
  if (type === "task" || type === "model") {
    const named = await asker.send(`${type}s.get_by_id_ex`, { id: [id] });
    answers.push([`${type}s.get_by_id_ex`, may("read") ? [id] : [], rowsOf(named, type)]);
  }
  for (const name of [`${type}s.get_all`, `${type}s.get_all_ex`]) {
    answers.push([name, listOf("read", type), await listAll(asker, name, type)]);
  }
  return answers;
}

function rowsOf(received: Received, type: WireType): string[] {
  if (received.status !== 200) return [];
  const { data } = JSON.parse(received.text) as { data: Record<string, { id: string }[]> };
  return (data[`${type}s`] ?? []).map(({ id }) => id);
}

/** Every page of a list, until one that is empty. */
async function listAll({ send }: Asker, name: string, type: WireType): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 0; ; page += 1) {
    const asked = {
      page,
      page_size: 3,
      search_hidden: true,
      order_by: ["-last_update"],
      only_fields: ["id"],
    };
    const found = rowsOf(await send(name, asked), type);
    if (found.length === 0) return ids.sort();
    ids.push(...found);
  }
}

/** What a session in the browser is shown of the object, and the whole list that it stands in with its count. */
async function askPages(question: Question): Promise<Answer[]> {
  const { stored, asker, object } = question;
  const { id, type } = object;
  const { person } = asker.caller;
  if (!person || asker.onBehalfOf) return [];
  const { may, listOf } = definitionFor(question);
  const actor = actingAs("resources.use", person, { workspaceId: stored.workspaceId, role: "member" });
  const readable = listOf("read", type);
  const lists = ({ total, rows }: { total: number; rows: readonly { id: string }[] }): Answer[] => [
    ["page list", readable, idsOf(rows)],
    ["page count", readable.length, total],
  ];
  if (type === "project") {
    const shown = await browse(actor, id, browseQuery.parse({ hidden: "1" }));
    const strongest = (["modify", "read", "visible"] as const).find(may);
    const visible = new Set(listOf("visible", "project"));
    const open = new Set(chainOf(stored.world, id));
    const nodes = stored.world.resources.filter(
      (each) => visible.has(each.id) && (each.parent === null || open.has(each.parent)),
    );
    return [
      ["page of a project", strongest, shown?.access],
      ["page tree", strongest ? idsOf(nodes) : [], idsOf(shown?.tree.nodes)],
    ];
  }
  if (type === "queue") {
    const shown = await findShownQueue(actor, id, 1);
    const all = await listQueuePage(actor, { search: "", page: 1 });
    return [["page of a queue", may("read"), shown !== undefined], ...lists(all)];
  }
  const kind = pageKinds[type];
  const browsed = kind && (await browse(actor, null, browseQuery.parse({ kind, hidden: "1" })));
  const answers = browsed ? lists(browsed.page) : [];
  if (type === "task" || type === "model") {
    const shown = await (type === "task" ? findShownTask(actor, id) : findShownModel(actor, id));
    answers.push([`page of a ${type}`, may("read"), shown !== undefined]);
    answers.push([`page of a ${type} modifies`, may("modify"), shown?.mayModify ?? false]);
  }
  return answers;
}

function chainOf({ resources }: Pick<World, "resources">, id: string | null): string[] {
  const object = resources.find((each) => each.id === id);
  return object ? [object.id, ...chainOf({ resources }, object.parent)] : [];
}

/** Of the world, what bears on the question: small enough to read. */
function bearingOn({ stored: { world, named }, asker: { caller, onBehalfOf }, object }: Question): string {
  const who = onBehalfOf ?? caller;
  const chain = chainOf(world, object.id);
  const groups = world.groups.filter(({ members }) => members.includes(who.id)).map(({ id }) => id);
  const bearing = {
    object,
    above: world.resources.filter(({ id }) => id !== object.id && chain.includes(id)),
    rules: world.rules.filter(
      ({ users, groups: given }) =>
        users.includes(who.id) || given.some((id) => id === "users" || groups.includes(id)),
    ),
    groups,
    members: world.users.flatMap(({ id, kind, canImpersonate }) =>
      id === caller.id || id === onBehalfOf?.id ? [{ id, kind, canImpersonate }] : [],
    ),
  };
  const asked = onBehalfOf ? `${caller.name} for ${onBehalfOf.name}` : caller.name;
  return `${asked} about ${named(JSON.stringify(bearing))}`;
}

test.each(seeds)(
  "engine, wire, lists and pages answer as the definition in the world of seed %i",
  async (seed) => {
    let tokens: ReadonlyMap<string, string> = new Map();
    const stored = await storeDrawnWorld(seed, cast, async (callers) => {
      tokens = await drawTokens(callers);
    });
    for (let asked = 0; asked < questionsInEach; asked += 1) {
      const asker = drawAsker(stored, tokens);
      const question = { stored, asker, object: drawObject(stored, asker) };
      const answers = [
        ...(await askEngine(question)),
        ...(await askWire(question)),
        ...(await askPages(question)),
      ];
      const wrong = answers.filter(([, defined, answered]) => !isDeepStrictEqual(defined, answered));
      expect(JSON.parse(stored.named(JSON.stringify(wrong))), bearingOn(question)).toEqual([]);
    }
  },
);
