import type { Action, Resource } from "@/lib/core/access/types";
import { newId } from "@/lib/server/crypto";
import { fileForm, fileFormType } from "@/lib/tooling/file-form";
import { callAction, findActions } from "../../cross-workspace/action-client";
import { sendRaw, type WireAnswer } from "../../wire-client";
import type { Asker, WalkedWorld } from "./walked-world";

/** What a way in answered. */
export type Answer = [way: string, answered: unknown];

/** Nothing where this way can’t ask it. */
type Checks = Partial<Record<Action, (() => Promise<boolean>) | undefined>>;

const wireTypes = ["project", "task", "model", "queue"] as const;
type WireType = (typeof wireTypes)[number];
const isOnWire = (type: string): type is WireType => wireTypes.some((each) => each === type);

async function callWire(
  { url }: WalkedWorld,
  asker: Asker,
  name: string,
  parameters: object,
): Promise<WireAnswer> {
  const { authorization, ...headers } = asker.program;
  return sendRaw(`${url}/api/${name}`, { authorization, headers, body: JSON.stringify(parameters) });
}

export async function succeeds(
  world: WalkedWorld,
  asker: Asker,
  name: string,
  parameters: object,
): Promise<boolean> {
  return (await callWire(world, asker, name, parameters)).status === 200;
}

/** An admin asks the decision API. */
async function decide(world: WalkedWorld, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await sendRaw(`${world.url}/access/v1/${path}`, {
    method: "POST",
    authorization: world.admin.program.authorization,
    body: JSON.stringify(body),
  });
  if (answer.status !== 200) throw new Error(`The decision API answered ${answer.status}: ${answer.text}`);
  return JSON.parse(answer.text);
}

function subjectOf({ id, kind, onBehalfOf }: Asker) {
  const type = kind === "user" ? "user" : "service_account";
  return onBehalfOf ? { type, id, properties: { on_behalf_of: onBehalfOf } } : { type, id };
}

export async function evaluate(world: WalkedWorld, asker: Asker, action: string, { type, id }: Resource) {
  const asked = { subject: subjectOf(asker), action: { name: action }, resource: { type, id } };
  const { decision, context } = await decide(world, "evaluation", asked);
  const { reasons } = context as { reasons: string[] };
  return { decision, reasons: reasons.map(world.stored.named).sort() };
}

export async function findSubjects(world: WalkedWorld, action: string, { type, id }: Resource) {
  const found: string[] = [];
  for (const kind of ["user", "service_account"]) {
    const asked = { subject: { type: kind }, action: { name: action }, resource: { type, id } };
    found.push(...idsOf((await decide(world, "search/subject", asked)).results));
  }
  return namesOf(world, found);
}

const idsOf = (rows: unknown) => (rows as { id: string }[]).map(({ id }) => id);

/** Without what every workspace has beside a world. */
function namesOf({ stored }: WalkedWorld, ids: readonly string[]): string[] {
  return ids.flatMap((id) => (stored.named(id) === id ? [] : [stored.named(id)])).sort();
}

type Listing = { action: string; type: string };

export async function list(world: WalkedWorld, asker: Asker, { action, type }: Listing): Promise<Answer[]> {
  const asked = { subject: subjectOf(asker), action: { name: action }, resource: { type } };
  const found = idsOf((await decide(world, "search/resource", asked)).results);
  const answers: Answer[] = [["decision", namesOf(world, found)]];
  if (action !== "read") return answers;
  if (isOnWire(type)) {
    const fields = { search_hidden: true, only_fields: ["id"], page: 0, page_size: 100 };
    const { status, text } = await callWire(world, asker, `${type}s.get_all`, fields);
    const rows = status === 200 ? JSON.parse(text).data[`${type}s`] : [];
    answers.push(["wire", namesOf(world, idsOf(rows))]);
  }
  const path = listPaths[type];
  if (path && asker.browser) {
    const { text } = await openPage(world, asker, path);
    const shown = [
      ...text.matchAll(/href="\/projects\/(?:tasks|models|datasets|dataviews|queues)\/([0-9a-f]{32})"/g),
    ];
    answers.push(["page", namesOf(world, [...new Set(shown.map(([, id]) => id ?? ""))])]);
  }
  return answers;
}

const listPaths: Record<string, string> = {
  task: "/projects?kind=tasks&hidden=1",
  model: "/projects?kind=models&hidden=1",
  dataset: "/projects?kind=datasets&hidden=1",
  dataview: "/projects?kind=dataviews&hidden=1",
  queue: "/projects/queues",
};

export function wire(world: WalkedWorld, asker: Asker, { id, type }: Resource): Checks {
  if (!isOnWire(type)) return {};
  const may = (name: string, parameters: object) => () => succeeds(world, asker, name, parameters);
  const read = may(`${type}s.get_by_id`, { [type]: id });
  const writes = {
    project: may("projects.update", { project: id, description: newId() }),
    task: may("tasks.edit", { task: id, comment: newId() }),
    model: may("models.edit", { model: id, comment: newId() }),
    queue: may("queues.get_next_task", { queue: id }),
  };
  const manage = type === "queue" ? may("queues.update", { queue: id, name: newId() }) : undefined;
  return { visible: type === "project" ? undefined : read, read, modify: writes[type], manage };
}

/** The file of a task, which `putFiles` put there. */
export function files(world: WalkedWorld, asker: Asker, { id, type }: Resource): Checks {
  const { url } = world;
  const { authorization, ...headers } = asker.program;
  // The file server knows no header for whom a program speaks, only their sessions.
  const isHeld = world.stored.world.resources.some((each) => each.id === id);
  if (type !== "task" || !isHeld || headers["x-clearml-impersonate-as"]) return {};
  const path = fileOf(id);
  const get = (by: string) => sendRaw(`${url}/files/${path}`, { authorization: by });
  return {
    read: async () => (await get(authorization)).status === 200,
    modify: async () => {
      const text = newId();
      await upload(url, authorization, path, text);
      return (await get(world.admin.program.authorization)).text === text;
    },
  };
}

const fileOf = (taskId: string) => `Lab/task.${taskId}/artifacts/a.bin`;

async function upload(url: string, authorization: string, path: string, text: string): Promise<number> {
  const answer = await fetch(`${url}/files`, {
    method: "POST",
    headers: { authorization, "content-type": fileFormType },
    body: new Uint8Array(fileForm([{ name: path, body: text }])),
  });
  await answer.text();
  return answer.status;
}

export async function putFiles({ url, stored, admin }: WalkedWorld): Promise<void> {
  for (const { id, type } of stored.world.resources) {
    if (type !== "task") continue;
    const status = await upload(url, admin.program.authorization, fileOf(id), "a");
    if (status !== 200) throw new Error(`A file could not be put: ${status}`);
  }
}

const folders: Partial<Record<Resource["type"], string>> = {
  project: "/projects",
  task: "/projects/tasks",
  model: "/projects/models",
  queue: "/projects/queues",
  dataset: "/projects/datasets",
  dataview: "/projects/dataviews",
};

async function openPage(
  { url }: WalkedWorld,
  { browser }: Asker,
  path: string,
): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${url}${path}`, {
    headers: { accept: "text/html", ...browser },
    redirect: "manual",
  });
  return { status: answer.status, text: await answer.text() };
}

/** Whether the page of what somebody can access says so of all app categories, which no workspace holds as objects. */
export async function hasEveryCategory(world: WalkedWorld, { id }: Asker, can: Action): Promise<boolean> {
  const question = `subject=${id}&about=app_category&can=${can}`;
  const { status, text } = await openPage(world, world.admin, `/settings/access-rules/what-can?${question}`);
  if (status !== 200) throw new Error(`The page of what somebody can access answered ${status}.`);
  return text.includes(`can ${can} all app categories in the workspace`);
}

const onlyTheName = "You may see the name of this project";

export function page(world: WalkedWorld, asker: Asker, { id, type }: Resource): Checks {
  if (!asker.browser) return {};
  const { workspaceId, world: held } = world.stored;
  const rules = `/settings/access-rules?workspace=${workspaceId}`;
  const isHeld = held.resources.some((each) => each.id === id);
  const grant = isHeld ? async () => (await openPage(world, asker, rules)).status === 200 : undefined;
  const folder = folders[type];
  if (!folder) return { grant };
  const open = () => openPage(world, asker, `${folder}/${id}`);
  const opens = async () => (await open()).status === 200;
  const shows = (what: string) => async () => {
    const { status, text } = await open();
    return status === 200 && text.includes(what);
  };
  const reads = async () => (await opens()) && !(await shows(onlyTheName)());
  return {
    visible: opens,
    read: type === "project" ? reads : opens,
    modify: type === "project" ? shows(">Read &amp; modify<") : mayDescribe(world, asker, { id, type }),
    manage: type === "queue" ? shows(">Delete<") : undefined,
    grant,
  };
}

const actionsOf = {
  task: "app/projects/tasks/actions.ts describeTaskAction",
  model: "app/projects/models/actions.ts describeModelAction",
};

/** What the dialog sends that edits name and tags, here without a change of them. */
function mayDescribe(world: WalkedWorld, asker: Asker, { id, type }: Pick<Resource, "id" | "type">) {
  if (type !== "task" && type !== "model") return undefined;
  const name = world.stored.named(id);
  return async () => {
    const texts = { name, description: newId(), tags: null };
    const input = { [`${type}Id`]: id, ...texts, base: { ...texts, tags: [] } };
    return act(world, asker, actionsOf[type], input);
  };
}

/** Whether an action of a page did what it was sent. */
export async function act(world: WalkedWorld, asker: Asker, named: string, input: object): Promise<boolean> {
  const action = findActions().get(named);
  if (!action) throw new Error(`The build has no ${named}.`);
  const caller = { headers: asker.browser ?? {}, activeId: world.stored.workspaceId };
  const { answer } = await callAction(world.url, action, { caller }, [world.stored.workspaceId, input]);
  return answer === "done";
}
